import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { useRead } from "@/data";
import type { Focusable } from "./useFields";

interface Props {
  value: string;
  onChange: (name: string) => void;
  label?: string;
  description?: string;
  /** A choice that is no profile; its value is empty. */
  none?: string;
  onBlur?: () => void;
  error?: string | undefined;
  warning?: string | undefined;
  register?: (control: Focusable | null) => void;
}

/** One of the AWS profiles of this computer. */
export function ProfileField({
  value,
  onChange,
  onBlur,
  error,
  warning,
  register,
  ...props
}: Props) {
  const profiles = useRead("list_profiles", null);
  const named = (profiles.data ?? []).flatMap((i) =>
    i.reference.kind === "profile"
      ? [{ value: i.reference.name, label: i.label, description: i.detail }]
      : [],
  );
  const options = props.none === undefined ? named : [{ value: "", label: props.none }, ...named];
  // One that is gone stays chosen until another is.
  const known = options.find((o) => o.value === value);
  return (
    <FormField
      label={props.label ?? "AWS profile"}
      description={props.description}
      errorText={error}
      warningText={warning}
    >
      <Select
        ref={register}
        selectedOption={known ?? (value === "" ? null : { value, label: value })}
        options={options}
        placeholder="Choose a profile"
        empty="There are no AWS profiles on this computer."
        filteringType="auto"
        filteringPlaceholder="Find a profile"
        filteringAriaLabel="Find a profile"
        statusType={profiles.isPending ? "loading" : profiles.isError ? "error" : "finished"}
        loadingText="Loading profiles"
        errorText={profiles.error?.message}
        recoveryText="Try again"
        onLoadItems={() => {
          if (profiles.isError) void profiles.refetch();
        }}
        onBlur={onBlur}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </FormField>
  );
}
