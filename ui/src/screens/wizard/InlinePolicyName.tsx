import type { Fields } from "@/forms";
import { DraftText } from "./DraftText";
import type { FieldName } from "./names";
import type { DraftState } from "./useDraft";

/** The name the inline policy gets on the role. */
export function InlinePolicyName({
  state,
  fields,
  suggestion,
}: {
  state: DraftState;
  fields: Fields<FieldName>;
  /** The name it gets if none is typed. */
  suggestion?: string | undefined;
}) {
  return (
    <DraftText
      state={state}
      fields={fields}
      name="inline_policy_name"
      label="Inline policy name"
      constraint="1 to 128 characters: letters, digits and +=,.@-_. Leave it empty for the template's name."
      placeholder={suggestion}
    />
  );
}
