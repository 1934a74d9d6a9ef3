import { type Fields, TextField, type TextFieldProps } from "@/forms";
import type { FieldName } from "./names";
import type { DraftState } from "./useDraft";

/** The fields of the draft that are free text. */
type TextName = Exclude<FieldName, "method" | "reach">;

interface Props extends Omit<TextFieldProps<FieldName>, "name" | "value" | "onChange"> {
  state: DraftState;
  fields: Fields<FieldName>;
  name: TextName;
}

/** A line of text of the draft, kept as it is typed. */
export function DraftText({ state, name, ...props }: Props) {
  return (
    <TextField
      {...props}
      name={name}
      value={state.draft.form[name]}
      onChange={(value) => state.changeForm({ [name]: value })}
    />
  );
}
