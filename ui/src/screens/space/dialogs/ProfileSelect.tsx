import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { useRead } from "@/data";

export interface ProfileSelectProps {
  value: string;
  error?: string | undefined;
  onChange: (name: string) => void;
}

/** One of the AWS profiles of this computer. */
export function ProfileSelect({ value, error, onChange }: ProfileSelectProps) {
  const identities = useRead("list_profiles", null);
  const options = (identities.data ?? []).flatMap((i) =>
    i.reference.kind === "profile"
      ? [{ value: i.reference.name, label: i.label, description: i.detail }]
      : [],
  );
  return (
    <FormField label="AWS profile" errorText={error ?? identities.error?.message}>
      <Select
        options={options}
        selectedOption={
          options.find((o) => o.value === value) ?? (value ? { value, label: value } : null)
        }
        placeholder="Choose a profile"
        empty="There are no AWS profiles on this computer."
        statusType={identities.isPending ? "loading" : "finished"}
        loadingText="Loading profiles"
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </FormField>
  );
}
