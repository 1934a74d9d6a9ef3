import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ColourBrowser } from "@/ipc/ColourBrowser";
import type { InstalledBrowser } from "@/ipc/InstalledBrowser";
import type { NamedColour } from "@/ipc/NamedColour";
import { BrowserFields } from "@/screens/switch/launch/BrowserFields";

interface Props {
  value: readonly ColourBrowser[];
  colours: readonly NamedColour[];
  browsers: readonly InstalledBrowser[];
  onChange: (value: ColourBrowser[]) => void;
  /** What is wrong with a row. */
  problem: (row: number) => string | undefined;
}

/** Entries of a colour can have a browser of their own. */
export function ColourBrowsers({ value, colours, browsers, onChange, problem }: Props) {
  const name = (hex: string) => colours.find((c) => c.hex === hex)?.name ?? `#${hex}`;
  const free = colours.filter((c) => !value.some((v) => v.colour === c.hex));
  return (
    <FormField
      label="Browsers by colour"
      description="Entries of a colour open in its browser."
      stretch
    >
      <SpaceBetween size="m">
        {value.map((of, row) => (
          <ColumnLayout key={of.colour} columns={2}>
            <BrowserFields
              label={`Browser for ${name(of.colour)}`}
              value={of.browser}
              browsers={browsers}
              onChange={(browser) =>
                onChange(value.map((v) => (v.colour === of.colour ? { ...v, browser } : v)))
              }
              error={problem(row)}
            />
            <Button
              ariaLabel={`Remove the browser for ${name(of.colour)}`}
              onClick={() => onChange(value.filter((v) => v.colour !== of.colour))}
            >
              Remove
            </Button>
          </ColumnLayout>
        ))}
        <ButtonDropdown
          items={free.map((c) => ({ id: c.hex, text: c.name }))}
          disabled={free.length === 0}
          disabledReason="Every colour has a browser."
          expandToViewport
          onItemClick={({ detail }) =>
            onChange([
              ...value,
              {
                colour: detail.id,
                browser: { browser: null, profile: null, private: false },
              },
            ])
          }
        >
          Add a colour
        </ButtonDropdown>
      </SpaceBetween>
    </FormField>
  );
}
