import FormField, { type FormFieldProps } from "@cloudscape-design/components/form-field";
import Input, { type InputProps } from "@cloudscape-design/components/input";
import type { Fields } from "./useFields";

export interface TextFieldProps<Name extends string> {
  fields: Fields<Name>;
  name: Name;
  value: string;
  onChange: (value: string) => void;
  label: string;
  optional?: boolean;
  description?: FormFieldProps["description"];
  constraint?: FormFieldProps["constraintText"];
  placeholder?: string;
  inputMode?: InputProps["inputMode"];
  disabled?: boolean;
  readOnly?: boolean;
  secondary?: FormFieldProps["secondaryControl"];
}

/** A line of text with its label, its rule and what is wrong with it. */
export function TextField<Name extends string>(props: TextFieldProps<Name>) {
  const { fields, name } = props;
  return (
    <FormField
      label={
        props.optional ? (
          <span>
            {props.label} <i>- optional</i>
          </span>
        ) : (
          props.label
        )
      }
      description={props.description}
      constraintText={props.constraint}
      secondaryControl={props.secondary}
      errorText={fields.error(name)}
      warningText={fields.warning(name)}
    >
      <Input
        ref={fields.register(name)}
        value={props.value}
        onChange={({ detail }) => props.onChange(detail.value)}
        onBlur={() => fields.touch(name)}
        placeholder={props.placeholder}
        inputMode={props.inputMode}
        disabled={props.disabled}
        readOnly={props.readOnly}
        autoComplete={false}
        spellcheck={false}
        name={name}
      />
    </FormField>
  );
}
