import FormField from "@cloudscape-design/components/form-field";
import RadioGroup, { type RadioGroupProps } from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRead } from "@/data";
import { type Fields, TextField } from "@/forms";
import type { ReachChoice } from "@/ipc/ReachChoice";
import type { SourceForm } from "@/ipc/SourceForm";
import type { FieldName } from "./names";
import type { DraftState } from "./useDraft";

interface Props {
  state: DraftState;
  fields: Fields<FieldName>;
}

const ways: RadioGroupProps.RadioButtonDefinition[] = [
  {
    value: "assumeRole",
    label: "Assume a role in the account",
    description: "With the identity in use. Accounts made in an organization have such a role.",
  },
  {
    value: "profile",
    label: "Use an AWS profile",
    description: "A profile of this computer whose credentials belong to the account.",
  },
];

/** How Rolebridge gets into the secondary account. */
export function ReachFields({ state, fields }: Props) {
  const { form } = state.draft;
  return (
    <SpaceBetween size="l">
      <FormField
        label="How to reach the account"
        errorText={fields.error("reach")}
        warningText={fields.warning("reach")}
      >
        <RadioGroup
          ref={fields.register("reach")}
          value={form.reach}
          items={ways}
          onChange={({ detail }) => {
            fields.touch("reach");
            state.changeForm({ reach: detail.value as ReachChoice });
          }}
        />
      </FormField>
      {form.reach === "assumeRole" && (
        <SpaceBetween size="l">
          <TextField
            fields={fields}
            name="reach_role"
            label="Role to assume"
            constraint="The name of a role in the secondary account, such as OrganizationAccountAccessRole"
            value={form.reach_role}
            onChange={(reach_role) => state.changeForm({ reach_role })}
          />
          <TextField
            fields={fields}
            name="reach_external_id"
            label="External ID of that role"
            optional
            constraint="Only if the trust policy of that role asks for one"
            value={form.reach_external_id}
            onChange={(reach_external_id) => state.changeForm({ reach_external_id })}
          />
        </SpaceBetween>
      )}
      {form.reach === "profile" && <ProfileSelect form={form} state={state} fields={fields} />}
    </SpaceBetween>
  );
}

function ProfileSelect({ form, state, fields }: Props & { form: SourceForm }) {
  const identities = useRead("list_profiles", null);
  const options = (identities.data ?? []).flatMap((i) =>
    i.reference.kind === "profile"
      ? [{ value: i.reference.name, label: i.label, description: i.detail }]
      : [],
  );
  const selected =
    form.reach_profile === ""
      ? null
      : (options.find((o) => o.value === form.reach_profile) ?? {
          value: form.reach_profile,
          label: form.reach_profile,
        });
  return (
    <FormField
      label="AWS profile"
      errorText={fields.error("reach_profile")}
      warningText={fields.warning("reach_profile")}
    >
      <Select
        ref={fields.register("reach_profile")}
        selectedOption={selected}
        options={options}
        placeholder="Choose a profile"
        empty="There are no AWS profiles on this computer."
        filteringType="auto"
        filteringPlaceholder="Find a profile"
        statusType={identities.isPending ? "loading" : identities.isError ? "error" : "finished"}
        loadingText="Loading profiles"
        errorText={identities.error?.message}
        recoveryText="Try again"
        onLoadItems={() => {
          if (identities.isError) void identities.refetch();
        }}
        onBlur={() => fields.touch("reach_profile")}
        onChange={({ detail }) =>
          state.changeForm({ reach_profile: detail.selectedOption.value ?? "" })
        }
      />
    </FormField>
  );
}
