import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useFlash } from "@/app";
import { FailureAlert } from "@/components";
import { queryClient, readAgain, readKey, useAct } from "@/data";
import { RegionField } from "@/forms";
import type { LaunchChoices } from "@/ipc/LaunchChoices";
import type { LaunchWay } from "@/ipc/LaunchWay";
import type { NamedColour } from "@/ipc/NamedColour";
import type { OpeningRoles } from "@/ipc/OpeningRoles";
import type { Preferences } from "@/ipc/Preferences";
import type { Shell } from "@/ipc/Shell";
import { BrowserFields } from "@/screens/switch/launch/BrowserFields";
import { words } from "@/screens/switch/launch/words";
import { ColourBrowsers } from "./ColourBrowsers";

interface Props {
  saved: Preferences;
  choices: LaunchChoices;
  colours: readonly NamedColour[];
}

const ways: LaunchWay[] = ["console", "switchRole", "terminal", "copy"];
const shells: Record<Shell, string> = {
  bash: "bash or zsh",
  fish: "fish",
  powerShell: "PowerShell",
};
const hour = 3600;
const durations = [900, 1800, hour, 2 * hour, 4 * hour, 8 * hour, 12 * hour];

/** The largest number the wire carries. What is larger is as much too large, and Rust says so. */
const MOST = 4_294_967_295;

/** What was typed as a number, if it is one. */
function seconds(typed: string): number | null {
  const text = typed.trim();
  return /^\d+$/.test(text) ? Math.min(Number(text), MOST) : null;
}

/** Way, browser, terminal, shell and the rest of what opens a role. */
export function OpeningForm({ saved, choices, colours }: Props) {
  const flash = useFlash();
  const save = useAct("save_preferences");
  const [form, setForm] = useState<OpeningRoles>(saved.opening);
  const [region, setRegion] = useState(saved.opening.region);
  const [clear, setClear] = useState(String(saved.opening.clear_clipboard_seconds));
  const [touched, setTouched] = useState(false);
  const failure = save.error;
  const faults = failure?.code === "invalidInput" ? failure.fields : [];
  const at = (field: string) => faults.find((f) => f.field === `opening.${field}`)?.message;
  const change = (part: Partial<OpeningRoles>) => {
    setForm((now) => ({ ...now, ...part }));
    save.reset();
  };
  const notSeconds =
    touched && seconds(clear) === null ? "Enter a whole number of seconds." : undefined;
  const submit = () => {
    setTouched(true);
    const after = seconds(clear);
    if (after === null) return;
    const opening = { ...form, region: region.trim(), clear_clipboard_seconds: after };
    // Other parts may have been changed elsewhere on this screen.
    const now = queryClient.getQueryData<Preferences>(readKey("get_preferences", null)) ?? saved;
    save.mutate(
      { ...now, opening },
      {
        onSuccess: () => {
          void readAgain("get_preferences", "get_launch_menu");
          flash.show({ id: "opening", type: "success", header: "How roles open was saved" });
        },
      },
    );
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <SpaceBetween size="l">
        {failure && faults.length === 0 && <FailureAlert failure={failure} />}
        <ColumnLayout columns={2}>
          <Choice
            label="What a click does"
            none="The first way that can work"
            value={form.way}
            options={ways.map((way) => [way, words[way].action])}
            onChange={(way) => change({ way: way as LaunchWay | null })}
          />
          <Choice
            label="Console page"
            none="Console home"
            value={form.service}
            options={choices.services.filter((s) => s.id !== "home").map((s) => [s.id, s.title])}
            onChange={(service) => change({ service })}
            error={at("service")}
            find
          />
          <RegionField
            all
            optional
            value={region}
            description="For entries without a Region of their own."
            onChange={(value) => {
              setRegion(value);
              save.reset();
            }}
            error={at("region")}
          />
          <Choice
            label="Session duration"
            description="Where AWS allows at most one hour, it is one hour."
            none="AWS default"
            value={form.duration === null ? null : String(form.duration)}
            options={durations.map((d) => [String(d), inWords(d)])}
            onChange={(d) => change({ duration: d === null ? null : Number(d) })}
          />
        </ColumnLayout>
        <BrowserFields
          value={form.browser}
          browsers={choices.browsers}
          onChange={(browser) => change({ browser })}
          error={at("browser")}
        />
        <Checkbox
          checked={form.isolate}
          onChange={({ detail }) => change({ isolate: detail.checked })}
          description="Several accounts stay signed in side by side, each in a profile of its own that Rolebridge keeps."
        >
          One browser profile for each account
        </Checkbox>
        <ColourBrowsers
          value={form.colours}
          colours={colours}
          browsers={choices.browsers}
          onChange={(of) => change({ colours: of })}
          problem={(row) => at(`colours.${row}`)}
        />
        <ColumnLayout columns={2}>
          <Choice
            label="Terminal"
            none={
              choices.terminals[0]
                ? `The first one found (${choices.terminals[0].title})`
                : "None was found"
            }
            value={form.terminal}
            options={choices.terminals.map((t) => [t.id, t.title])}
            onChange={(terminal) => change({ terminal })}
          />
          <Choice
            label="Shell for copied exports"
            none={`Your own (${shells[choices.shell]})`}
            value={form.shell}
            options={(Object.keys(shells) as Shell[]).map((shell) => [shell, shells[shell]])}
            onChange={(shell) => change({ shell: shell as Shell | null })}
          />
          <FormField
            label="Clear the clipboard after"
            description="Copied credentials are taken out of it, unless you copied something else."
            constraintText="Whole seconds, 10 to 600"
            errorText={notSeconds ?? at("clear_clipboard_seconds")}
          >
            <Input
              inputMode="numeric"
              value={clear}
              onChange={({ detail }) => {
                setClear(detail.value);
                save.reset();
              }}
            />
          </FormField>
        </ColumnLayout>
        <Button formAction="submit" loading={save.isPending}>
          Save how roles open
        </Button>
      </SpaceBetween>
    </form>
  );
}

function inWords(seconds: number): string {
  if (seconds < hour) return `${seconds / 60} minutes`;
  return seconds === hour ? "1 hour" : `${seconds / hour} hours`;
}

interface ChoiceProps {
  label: string;
  description?: string;
  /** What nothing chosen means. */
  none: string;
  value: string | null;
  options: ReadonlyArray<readonly [string, string]>;
  onChange: (value: string | null) => void;
  error?: string | undefined;
  find?: boolean;
}

/** One of several, or none. What was chosen once and is not there any more still shows. */
function Choice({ label, description, none, value, options, onChange, error, find }: ChoiceProps) {
  const all: SelectProps.Option[] = [
    { value: "", label: none },
    ...options.map(([id, title]) => ({ value: id, label: title })),
  ];
  if (value !== null && !all.some((o) => o.value === value)) all.push({ value, label: value });
  return (
    <FormField label={label} description={description} errorText={error}>
      <Select
        selectedOption={all.find((o) => o.value === (value ?? "")) ?? null}
        options={all}
        onChange={({ detail }) => onChange(detail.selectedOption.value || null)}
        filteringType={find ? "auto" : "none"}
        {...(find ? { filteringAriaLabel: "Find", filteringPlaceholder: "Find" } : {})}
        expandToViewport
      />
    </FormField>
  );
}
