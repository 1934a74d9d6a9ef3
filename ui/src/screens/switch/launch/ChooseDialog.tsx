import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useFlash } from "@/app";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useAct, useRead } from "@/data";
import type { BrowserChoice } from "@/ipc/BrowserChoice";
import type { LaunchMenu } from "@/ipc/LaunchMenu";
import type { LaunchWay } from "@/ipc/LaunchWay";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { BrowserFields } from "./BrowserFields";
import { words } from "./words";

const AS_SET = { value: "", label: "As in Settings" };
const SYSTEM: BrowserChoice = { browser: null, profile: null, private: false };

interface Props {
  row: SwitchRow;
  menu: LaunchMenu;
  onClose: () => void;
}

/** Asks what a click on an entry does, and in which browser. */
export default function ChooseDialog({ row, menu, onClose }: Props) {
  const { id, name } = row.entry;
  const flash = useFlash();
  const choices = useRead("list_launch_choices", null);
  const [way, setWay] = useState<LaunchWay | null>(menu.chosen.way);
  const [browser, setBrowser] = useState<BrowserChoice | null>(menu.chosen.browser);
  const save = useAct("choose_launch");
  const failure = save.error;
  const problem =
    failure?.code === "invalidInput"
      ? failure.fields.find((f) => f.field === "browser")?.message
      : undefined;
  const ways = [
    AS_SET,
    ...menu.options.map((o) => ({ value: o.way as string, label: words[o.way].action })),
  ];
  const submit = () =>
    save.mutate(
      { id, launch: { ...menu.chosen, way, browser } },
      {
        onSuccess: () => {
          flash.show({ id: "switch", type: "success", header: `${name} opens as you chose` });
          onClose();
        },
      },
    );
  return (
    <ActionDialog
      title={`How ${name} opens`}
      action="Save"
      onAction={submit}
      onClose={onClose}
      busy={save.isPending}
    >
      <SpaceBetween size="l">
        {choices.error && <FailureAlert failure={choices.error} />}
        {failure && !problem && <FailureAlert failure={failure} />}
        <FormField label="What a click does">
          <Select
            selectedOption={ways.find((w) => w.value === (way ?? "")) ?? AS_SET}
            options={ways}
            onChange={({ detail }) =>
              setWay((detail.selectedOption.value || null) as LaunchWay | null)
            }
            expandToViewport
          />
        </FormField>
        <Checkbox
          checked={browser !== null}
          onChange={({ detail }) => setBrowser(detail.checked ? SYSTEM : null)}
          description="Otherwise the browser set for its colour, or for all entries."
        >
          This entry has its own browser
        </Checkbox>
        {browser !== null && (
          <BrowserFields
            value={browser}
            browsers={choices.data?.browsers ?? []}
            onChange={(value) => {
              setBrowser(value);
              save.reset();
            }}
            error={problem}
          />
        )}
      </SpaceBetween>
    </ActionDialog>
  );
}
