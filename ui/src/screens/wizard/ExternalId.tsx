import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import type { Fields } from "@/forms";
import type { ExternalIdUse } from "@/ipc/ExternalIdUse";
import { DraftText } from "./DraftText";
import type { FieldName } from "./names";
import type { DraftState } from "./useDraft";

interface Props {
  use: ExternalIdUse;
  /** ARN of the agent space. */
  arn: string | undefined;
  state: DraftState;
  fields: Fields<FieldName>;
}

/** The external ID, as far as the template has one. */
export function ExternalId({ use, arn, state, fields }: Props) {
  if (use === "never") return null;
  if (use === "fromSpace") {
    return (
      <FormField
        label="External ID"
        description="This template uses the ARN of the agent space. It is filled in for you."
      >
        <Input value={arn ?? ""} readOnly />
      </FormField>
    );
  }
  return (
    <DraftText
      state={state}
      fields={fields}
      name="external_id"
      label="External ID"
      optional={use === "optional"}
      description="DevOps Agent presents it when it assumes the role. The trust policy then asks for it."
      constraint="2 to 1,224 characters: letters, digits and +=,.@:/-_"
    />
  );
}
