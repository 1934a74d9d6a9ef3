import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { readAgain, useAct } from "@/data";
import { RegionField, TextField, useFields } from "@/forms";
import type { Failure } from "@/ipc/Failure";
import type { NamedColour } from "@/ipc/NamedColour";
import type { SwitchForm } from "@/ipc/SwitchForm";
import { ColourTiles } from "./ColourTiles";
import { EntryLabel } from "./EntryLabel";

interface Props {
  start: SwitchForm;
  colours: readonly NamedColour[];
  onClose: () => void;
  onSaved: (form: SwitchForm) => void;
}

type Name = "id" | "name" | "account" | "role" | "colour" | "region" | "external_id";
const order: readonly Name[] = ["account", "role", "name", "colour", "region", "external_id"];

/** Adds an entry or changes one. */
export function EntryDialog({ start, colours, onClose, onSaved }: Props) {
  const [form, setForm] = useState(start);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [checking, setChecking] = useState(false);
  const save = useAct("save_switch_entry");
  const fields = useFields<"check_switch_form", Name>("check_switch_form", form);
  const set = (part: Partial<SwitchForm>) => setForm((now) => ({ ...now, ...part }));
  const text = (name: Exclude<Name, "id">) => ({
    fields,
    name,
    value: form[name],
    onChange: (value: string) => set({ [name]: value }),
  });

  const submit = async () => {
    setFailure(null);
    setChecking(true);
    try {
      if (!(await fields.check(order)).ok) return;
      await save.mutateAsync(form);
      void readAgain("list_switch_entries");
      onSaved(form);
    } catch (reason) {
      const elsewhere = fields.reject(reason as Failure);
      if ((reason as Failure).code !== "invalidInput" || elsewhere.length > 0) {
        setFailure(reason as Failure);
      }
    } finally {
      setChecking(false);
    }
  };

  return (
    <ActionDialog
      title={start.id === null ? "Add switch entry" : `Edit ${start.name}`}
      action={start.id === null ? "Add" : "Save changes"}
      onAction={() => void submit()}
      onClose={onClose}
      busy={checking}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SpaceBetween size="l">
          {failure && <FailureAlert failure={failure} />}
          <TextField
            {...text("account")}
            label="Account ID"
            constraint="12 digits. Leave it empty if you enter a role ARN."
            inputMode="numeric"
          />
          <TextField
            {...text("role")}
            label="Role name or ARN"
            constraint="A name, with its path if it has one, or a whole role ARN"
          />
          <TextField
            {...text("name")}
            label="Display name"
            constraint="1 to 64 characters. The console shows it beside your sign-in."
          />
          <ColourTiles
            fields={fields}
            colours={colours}
            value={form.colour}
            onChange={(colour) => set({ colour })}
          />
          <div>
            <Box variant="awsui-key-label">Preview</Box>
            <EntryLabel name={form.name || "Display name"} colour={form.colour} />
          </div>
          <RegionField
            optional
            all
            value={form.region}
            onChange={(region) => set({ region })}
            onBlur={() => fields.touch("region")}
            constraint="The Region the console opens in. Leave it empty for the console's choice."
            error={fields.error("region")}
            warning={fields.warning("region")}
            register={fields.register("region")}
          />
          <TextField
            {...text("external_id")}
            label="External ID"
            optional
            constraint="Only if the trust policy of the role asks for one. The console cannot send it."
          />
        </SpaceBetween>
        {/* Enter in a field saves; the visible button stands outside the form. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </ActionDialog>
  );
}
