import SpaceBetween from "@cloudscape-design/components/space-between";
import { RegionField, TextField } from "@/forms";
import type { SectionProps } from "./fields";

/** Which role, and what it is called. */
export function RoleSection({ form, fields, set }: SectionProps) {
  const text = (name: "name" | "account" | "role" | "external_id") => ({
    fields,
    name,
    value: form[name],
    onChange: (value: string) => set({ [name]: value }),
  });
  return (
    <SpaceBetween size="l">
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
  );
}
