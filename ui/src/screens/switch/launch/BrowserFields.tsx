import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { BrowserChoice } from "@/ipc/BrowserChoice";
import type { InstalledBrowser } from "@/ipc/InstalledBrowser";

interface Props {
  value: BrowserChoice;
  browsers: readonly InstalledBrowser[];
  onChange: (value: BrowserChoice) => void;
  error?: string | undefined;
  label?: string;
}

const SYSTEM = { value: "", label: "System default" };
const USUAL = { value: "", label: "The browser's choice" };

/** A browser, a profile of it, and whether its window keeps nothing. */
export function BrowserFields({ value, browsers, onChange, error, label = "Browser" }: Props) {
  const known = browsers.find((b) => b.id === value.browser);
  const options = [SYSTEM, ...browsers.map((b) => ({ value: b.id, label: b.title }))];
  // One that is not installed any more is shown as it was chosen.
  if (value.browser !== null && !known)
    options.push({ value: value.browser, label: value.browser });
  const profiles = [
    USUAL,
    ...(known?.profiles ?? []).map((p) => ({ value: p.id, label: p.title })),
  ];
  if (value.profile !== null && !profiles.some((p) => p.value === value.profile)) {
    profiles.push({ value: value.profile, label: value.profile });
  }
  return (
    <SpaceBetween size="s">
      <FormField label={label} errorText={error}>
        <Select
          selectedOption={options.find((o) => o.value === (value.browser ?? "")) ?? SYSTEM}
          options={options}
          onChange={({ detail }) =>
            onChange({
              browser: detail.selectedOption.value || null,
              profile: null,
              private: false,
            })
          }
          expandToViewport
        />
      </FormField>
      {value.browser !== null && profiles.length > 1 && (
        <FormField label={`${label} profile`}>
          <Select
            selectedOption={profiles.find((p) => p.value === (value.profile ?? "")) ?? USUAL}
            options={profiles}
            onChange={({ detail }) =>
              onChange({ ...value, profile: detail.selectedOption.value || null })
            }
            expandToViewport
          />
        </FormField>
      )}
      {known?.private && (
        <Checkbox
          checked={value.private}
          onChange={({ detail }) => onChange({ ...value, private: detail.checked })}
        >
          Private window
        </Checkbox>
      )}
    </SpaceBetween>
  );
}
