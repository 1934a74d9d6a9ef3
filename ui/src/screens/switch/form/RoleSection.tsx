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

const WORDS: Record<SwitchKind, Record<"account" | "role" | "roleRule" | "name", string>> = {
  role: {
    account: "12 digits. Leave it empty if you enter a role ARN.",
    role: "Role name or ARN",
    roleRule: "A name, with its path if it has one, or a whole role ARN",
    name: "1 to 64 characters. The console shows it beside your sign-in.",
  },
  permissionSet: {
    account: "12 digits. Leave it empty if the profile says it.",
    role: "Permission set",
    roleRule: "Its name, up to 32 characters. Leave it empty if the profile says it.",
    name: "1 to 64 characters",
  },
};

/** Which role or permission set, and what it is called. */
export function RoleSection({ form, fields, set, setSession }: SectionProps) {
  const ofSet = form.kind === "permissionSet";
  const words = WORDS[form.kind];
  const text = (name: "name" | "account" | "role" | "external_id") => ({
    fields,
    name,
    value: form[name],
    onChange: (value: string) => set({ [name]: value }),
  });
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
      {ofSet && (
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
      )}
      <TextField
        {...text("account")}
        label="Account ID"
        constraint={words.account}
        inputMode="numeric"
      />
      <TextField {...text("role")} label={words.role} constraint={words.roleRule} />
      <TextField {...text("name")} label="Display name" constraint={words.name} />
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
          {...text("external_id")}
          label="External ID"
          optional
          constraint="Only if the trust policy of the role asks for one. The console cannot send it."
        />
      )}
    </SpaceBetween>
  );
}
