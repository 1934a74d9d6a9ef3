import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useFlash } from "@/app";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { readAgain, useAct } from "@/data";
import { ProfileField } from "@/forms";
import type { ReachChoice } from "@/ipc/ReachChoice";
import type { Source } from "@/ipc/Source";
import type { SourceSettings } from "@/ipc/SourceSettings";
import { sourceName } from "../words";

export interface SettingsDialogProps {
  source: Source;
  onClose: () => void;
}

function settingsOf({ id, label, reach }: Source): SourceSettings {
  return {
    source: id,
    label: label ?? "",
    reach: reach.kind,
    reach_role: reach.kind === "assumeRole" ? reach.role : "OrganizationAccountAccessRole",
    reach_external_id: reach.kind === "assumeRole" ? (reach.external_id ?? "") : "",
    reach_profile: reach.kind === "profile" ? reach.name : "",
  };
}

/** The account's name, and how Rolebridge reaches the account. AWS is not changed. */
export default function SettingsDialog({ source, onClose }: SettingsDialogProps) {
  const flash = useFlash();
  const save = useAct("save_source_settings");
  const [form, setForm] = useState(() => settingsOf(source));
  const set = (part: Partial<SourceSettings>) => setForm((now) => ({ ...now, ...part }));
  const failure = save.error;
  const problems = failure?.code === "invalidInput" ? failure.fields : [];
  const error = (field: keyof SourceSettings) => problems.find((p) => p.field === field)?.message;
  const submit = () =>
    save.mutate(form, {
      onSuccess: () => {
        void readAgain("list_sources", "get_source", "list_source_values");
        flash.show({
          id: "source-settings",
          type: "success",
          header: `${sourceName(source)} saved`,
        });
        onClose();
      },
    });
  return (
    <ActionDialog
      title={`Edit ${sourceName(source)}`}
      action="Save"
      onAction={submit}
      onClose={onClose}
      busy={save.isPending}
    >
      <SpaceBetween size="l">
        {failure && <FailureAlert failure={failure} />}
        <FormField
          label={
            <>
              Account name <i>- optional</i>
            </>
          }
          description="Shown in Rolebridge only."
          errorText={error("label")}
        >
          <Input value={form.label} onChange={({ detail }) => set({ label: detail.value })} />
        </FormField>
        <FormField
          label="How to reach the account"
          description="Rolebridge uses it to read and change the role."
          errorText={error("reach")}
        >
          <RadioGroup
            value={form.reach}
            onChange={({ detail }) => set({ reach: detail.value as ReachChoice })}
            items={[
              { value: "assumeRole", label: "Assume a role in the account" },
              { value: "profile", label: "Use an AWS profile" },
              {
                value: "none",
                label: "Do not go into the account",
                description: "The role cannot be read or changed.",
              },
            ]}
          />
        </FormField>
        {form.reach === "assumeRole" && (
          <FormField label="Role to assume" errorText={error("reach_role")}>
            <Input
              value={form.reach_role}
              spellcheck={false}
              onChange={({ detail }) => set({ reach_role: detail.value })}
            />
          </FormField>
        )}
        {form.reach === "assumeRole" && (
          <FormField
            label={
              <>
                External ID of that role <i>- optional</i>
              </>
            }
            errorText={error("reach_external_id")}
          >
            <Input
              value={form.reach_external_id}
              spellcheck={false}
              onChange={({ detail }) => set({ reach_external_id: detail.value })}
            />
          </FormField>
        )}
        {form.reach === "profile" && (
          <ProfileField
            value={form.reach_profile}
            error={error("reach_profile")}
            onChange={(reach_profile) => set({ reach_profile })}
          />
        )}
      </SpaceBetween>
    </ActionDialog>
  );
}
