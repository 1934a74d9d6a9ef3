import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ProfileField, RegionField, TextField } from "@/forms";
import type { SwitchKind } from "@/ipc/SwitchKind";
import type { SectionProps } from "./fields";

const KINDS = [
  { value: "role", label: "Role", description: "Assumed with an identity's credentials." },
  {
    value: "permissionSet",
    label: "Permission set of IAM Identity Center",
    description: "Signed in to with its AWS profile.",
  },
];

/** Which role or permission set, and what it is called. */
export function RoleSection(props: SectionProps) {
  const { form, fields, set } = props;
  const ofSet = form.kind === "permissionSet";
  return (
    <SpaceBetween size="l">
      <FormField label="What it opens">
        <RadioGroup
          name="kind"
          value={form.kind}
          items={KINDS}
          onChange={({ detail }) => set({ kind: detail.value as SwitchKind })}
        />
      </FormField>
      {ofSet ? <SetFields {...props} /> : <RoleFields {...props} />}
      <TextField
        {...text(props, "name")}
        label="Display name"
        constraint={
          ofSet
            ? "1 to 64 characters"
            : "1 to 64 characters. The console shows it beside your sign-in."
        }
      />
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
      {!ofSet && (
        <TextField
          {...text(props, "external_id")}
          label="External ID"
          optional
          constraint="Only if the trust policy of the role asks for one. The console cannot send it."
        />
      )}
    </SpaceBetween>
  );
}

function text(
  { form, fields, set }: SectionProps,
  name: "name" | "account" | "role" | "external_id",
) {
  const onChange = (value: string) => set({ [name]: value });
  return { fields, name, value: form[name], onChange };
}

function RoleFields(props: SectionProps) {
  return (
    <SpaceBetween size="l">
      <TextField
        {...text(props, "account")}
        label="Account ID"
        constraint="12 digits. Leave it empty if you enter a role ARN."
        inputMode="numeric"
      />
      <TextField
        {...text(props, "role")}
        label="Role name or ARN"
        constraint="A name, with its path if it has one, or a whole role ARN"
      />
    </SpaceBetween>
  );
}

/** The profile mostly says the rest. */
function SetFields(props: SectionProps) {
  const { form, fields, setSession } = props;
  return (
    <SpaceBetween size="l">
      <ProfileField
        label="AWS profile"
        description="The profile that signs in to the permission set."
        value={form.session.profile}
        onChange={(profile) => setSession({ profile })}
        onBlur={() => fields.touch("session_profile")}
        error={fields.error("session_profile")}
        warning={fields.warning("session_profile")}
        register={fields.register("session_profile")}
      />
      <TextField
        {...text(props, "account")}
        label="Account ID"
        constraint="12 digits. Leave it empty if the profile says it."
        inputMode="numeric"
      />
      <TextField
        {...text(props, "role")}
        label="Permission set"
        constraint="Its name, up to 32 characters. Leave it empty if the profile says it."
      />
    </SpaceBetween>
  );
}
