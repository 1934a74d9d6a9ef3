import Autosuggest from "@cloudscape-design/components/autosuggest";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { readAgain, useAct } from "@/data";
import type { SwitchGroup } from "@/ipc/SwitchGroup";
import type { SwitchSelection } from "@/ipc/SwitchSelection";
import { countOf } from "./words";

interface Props {
  of: SwitchSelection;
  count: number;
  groups: readonly SwitchGroup[];
  onClose: () => void;
  onDone: (said: string) => void;
}

/** Puts several entries into a group. */
export function GroupDialog({ of, count, groups, onClose, onDone }: Props) {
  const [name, setName] = useState("");
  const act = useAct("change_switch_entries");
  const faults = act.error?.code === "invalidInput" ? act.error.fields : [];
  const fault = faults.find((f) => f.field === "group")?.message;
  const confirm = () =>
    act.mutate(
      { of, change: { kind: "group", name } },
      {
        onSuccess: (changed) => {
          void readAgain("list_switch_entries");
          const where = name.trim() === "" ? "in no group now" : `in the group ${name.trim()} now`;
          onDone(`${countOf(changed)} ${changed === 1 ? "is" : "are"} ${where}`);
        },
      },
    );
  return (
    <ActionDialog
      title={`Set the group of ${countOf(count)}`}
      action="Set group"
      onAction={confirm}
      onClose={onClose}
      busy={act.isPending}
    >
      <SpaceBetween size="s">
        {act.error && fault === undefined && <FailureAlert failure={act.error} />}
        <GroupField value={name} onChange={setName} groups={groups} error={fault} />
      </SpaceBetween>
    </ActionDialog>
  );
}

interface FieldProps {
  value: string;
  onChange: (name: string) => void;
  onBlur?: () => void;
  groups: readonly SwitchGroup[];
  error?: string | undefined;
  register?: (control: { focus(): void } | null) => void;
}

/** The name of a group: one there is, or a new one. */
export function GroupField({ value, onChange, onBlur, groups, error, register }: FieldProps) {
  return (
    <FormField
      label={
        <span>
          Group <i>- optional</i>
        </span>
      }
      constraintText="A group there is, or a new one. Leave it empty for none."
      errorText={error}
    >
      <Autosuggest
        ref={register}
        value={value}
        onChange={({ detail }) => onChange(detail.value)}
        onBlur={onBlur}
        options={groups.flatMap(({ name, count }) =>
          name === null ? [] : [{ value: name, labelTag: String(count) }],
        )}
        enteredTextLabel={(text) => `New group "${text}"`}
        ariaLabel="Group"
        empty="There are no groups yet. Type a name."
        expandToViewport
      />
    </FormField>
  );
}
