import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import type { Fields } from "@/forms";
import type { Method } from "@/ipc/Method";
import type { Plan } from "@/ipc/Plan";
import { Automatic } from "./Automatic";
import { Guide } from "./Guide";
import type { FieldName } from "./names";
import type { DraftState } from "./useDraft";
import { WillItWork } from "./WillItWork";

interface Props {
  state: DraftState;
  fields: Fields<FieldName>;
  plan: Plan | undefined;
}

/** Step 2: the role is made, by hand or by Rolebridge. */
export function CreateRole({ state, fields, plan }: Props) {
  const { method } = state.draft.form;
  return (
    <SpaceBetween size="l">
      <FormField
        label="Who creates the role?"
        description="You can change this at any time. Nothing you entered is lost."
        errorText={fields.error("method")}
        stretch
      >
        <Tiles
          ref={fields.register("method")}
          value={method}
          columns={2}
          readOnly={plan?.state === "running"}
          onChange={({ detail }) => state.changeForm({ method: detail.value as Method })}
          items={[
            {
              value: "guide",
              label: "Guide me",
              description: "You create the role in the IAM console, step by step.",
            },
            {
              value: "automatic",
              label: "Do it for me",
              description: "Rolebridge creates the role. You see each change before it is made.",
            },
          ]}
        />
      </FormField>
      <WillItWork draft={state.draft} />
      {method === "guide" ? (
        <Guide state={state} fields={fields} />
      ) : (
        <Automatic state={state} fields={fields} plan={plan} />
      )}
    </SpaceBetween>
  );
}
