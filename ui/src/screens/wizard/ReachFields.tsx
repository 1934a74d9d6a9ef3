import FormField from "@cloudscape-design/components/form-field";
import RadioGroup, { type RadioGroupProps } from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type Fields, ProfileField } from "@/forms";
import type { ReachChoice } from "@/ipc/ReachChoice";
import { DraftText } from "./DraftText";
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
          <DraftText
            state={state}
            fields={fields}
            name="reach_role"
            label="Role to assume"
            constraint="The name of a role in the secondary account, such as OrganizationAccountAccessRole"
          />
          <DraftText
            state={state}
            fields={fields}
            name="reach_external_id"
            label="External ID of that role"
            optional
            constraint="Only if the trust policy of that role asks for one"
          />
        </SpaceBetween>
      )}
      {form.reach === "profile" && (
        <ProfileField
          value={form.reach_profile}
          onChange={(reach_profile) => state.changeForm({ reach_profile })}
          onBlur={() => fields.touch("reach_profile")}
          error={fields.error("reach_profile")}
          warning={fields.warning("reach_profile")}
          register={fields.register("reach_profile")}
        />
      )}
    </SpaceBetween>
  );
}
