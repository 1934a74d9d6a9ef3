import Autosuggest from "@cloudscape-design/components/autosuggest";
import FormField from "@cloudscape-design/components/form-field";
import { useRead } from "@/data";
import type { Focusable } from "./useFields";

interface Props {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  optional?: boolean;
  description?: string;
  constraint?: string;
  error?: string | undefined;
  warning?: string | undefined;
  /** Suggest all Regions of AWS, not only those with DevOps Agent. */
  all?: boolean;
  /** Regions to suggest besides those the back end names. */
  suggest?: readonly string[];
  register?: (control: Focusable | null) => void;
}

/** A Region: any can be typed, the known ones are suggested. */
export function RegionField({ register, value, onChange, onBlur, ...props }: Props) {
  const all = props.all ?? false;
  const every = useRead("list_regions", null, { enabled: all }).data;
  const supported = useRead("start_space_form", null, { enabled: !all }).data?.regions;
  const known = (all ? every : supported) ?? [];
  const others = (props.suggest ?? []).filter((id) => !known.some((r) => r.id === id));
  return (
    <FormField
      label={
        props.optional ? (
          <span>
            Region <i>- optional</i>
          </span>
        ) : (
          "Region"
        )
      }
      description={props.description}
      constraintText={props.constraint ?? "A Region ID, such as eu-central-1"}
      errorText={props.error}
      warningText={props.warning}
    >
      <Autosuggest
        ref={register}
        value={value}
        onChange={({ detail }) => onChange(detail.value)}
        onBlur={onBlur}
        options={[
          ...known.map((r) => ({ value: r.id, description: r.name })),
          ...others.map((id) => ({ value: id })),
        ]}
        enteredTextLabel={(text) => `Use "${text}"`}
        placeholder="Find a Region"
        empty="No Region matches. You can type one."
        expandToViewport
      />
    </FormField>
  );
}
