import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { platform } from "#platform";
import { Arrival, FailureAlert, PlanRunner } from "@/components";
import { queryClient, readKey } from "@/data";
import type { Fields } from "@/forms";
import type { Failure } from "@/ipc/Failure";
import type { Plan } from "@/ipc/Plan";
import type { PlanId } from "@/ipc/PlanId";
import { InlinePolicyName } from "./InlinePolicyName";
import { ACCOUNT_AND_ROLE, CREATE_ROLE, type FieldName, stepFields } from "./names";
import { ReachFields } from "./ReachFields";
import type { DraftState } from "./useDraft";
import { connects, roleIsReady } from "./usePlan";

interface Props {
  state: DraftState;
  fields: Fields<FieldName>;
  plan: Plan | undefined;
}

/** Do it for me: Rolebridge makes the role, after showing how. */
export function Automatic({ state, fields, plan }: Props) {
  const { draft } = state;
  const preview = usePreview(state, fields);
  const rolePlan = plan && !connects(plan) ? plan : undefined;
  if (rolePlan?.state === "running") return <PlanRunner plan={rolePlan.id} />;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description={`Rolebridge goes into account ${draft.form.account}, reads what is there and shows you each change first.`}
          >
            Create the role for me
          </Header>
        }
      >
        <SpaceBetween size="l">
          <ReachFields state={state} fields={fields} />
          <InlinePolicyName state={state} fields={fields} />
          <Button iconName="search" onClick={preview.start} loading={preview.running}>
            Preview changes
          </Button>
        </SpaceBetween>
      </Container>
      {preview.failure && (
        <Arrival at={preview.failure.message} label={preview.failure.message}>
          <FailureAlert failure={preview.failure} />
        </Arrival>
      )}
      {plan && connects(plan) && (
        <Alert type="success" header="The role has been created">
          To look at it again, choose Preview changes.
        </Alert>
      )}
      {rolePlan && (
        <SpaceBetween size="l">
          <PlanRunner
            plan={rolePlan.id}
            arriving={preview.made === rolePlan.id}
            beside
            confirmLabel={
              rolePlan.steps[0]?.change === "create" ? "Create the role" : "Apply changes"
            }
            onDiscarded={() => state.change({ plan: null })}
          />
          {roleIsReady(rolePlan) && (
            <Alert
              type="success"
              header={
                rolePlan.state === "done"
                  ? "The role is ready"
                  : "The role is already as the template asks"
              }
            >
              Choose Next to connect it to the agent space.
            </Alert>
          )}
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}

/** Asks for the plan that makes the role, from what is typed now. */
function usePreview(state: DraftState, fields: Fields<FieldName>) {
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [made, setMade] = useState<PlanId | null>(null);

  const ask = async () => {
    const names = [...(stepFields[CREATE_ROLE] ?? []), ...(stepFields[ACCOUNT_AND_ROLE] ?? [])];
    const check = await fields.check(names);
    if (!check.ok) {
      if (check.elsewhere.length > 0) {
        setFailure({
          code: "invalidInput",
          message: "Something has to be corrected first.",
          remedy: null,
          fields: check.elsewhere,
        });
      }
      return;
    }
    await state.save();
    const plan = await platform.call("plan_role", state.draft.id);
    queryClient.setQueryData(readKey("get_plan", plan.id), plan);
    state.change({ plan: plan.id });
    setMade(plan.id);
  };

  const start = () => {
    setRunning(true);
    setFailure(null);
    ask()
      .catch((reason: Failure) => {
        const elsewhere = fields.reject(reason);
        if (reason.code !== "invalidInput" || elsewhere.length > 0) setFailure(reason);
      })
      .finally(() => setRunning(false));
  };
  return { start, running, failure, made };
}
