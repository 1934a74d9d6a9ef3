import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { Arrival, FailureAlert, PlanRunner, PlanView } from "@/components";
import type { Draft } from "@/ipc/Draft";
import type { Failure } from "@/ipc/Failure";
import type { Plan } from "@/ipc/Plan";
import { Outcome } from "./Outcome";
import { useConnectedSource } from "./useConnectedSource";

interface Props {
  plan: Plan;
  draft: Draft;
  spaceName: string;
  /** Why the plan could not be started. */
  failure: Failure | null;
  onRetry: () => void;
  onBack: () => void;
  onSpace: () => void;
  onAnother: () => void;
}

/** After Add: the connection is made and verified, live, and then the outcome. */
export function Connecting(props: Props) {
  const { plan, draft, spaceName } = props;
  const title = `Add account ${draft.form.account}`;
  const done = plan.state === "done";
  const stopped = plan.state !== "done" && plan.state !== "running";

  return (
    <ContentLayout
      header={
        <Arrival at={plan.id} label={title}>
          <Header variant="h1" description={`Agent space ${spaceName}`}>
            {title}
          </Header>
        </Arrival>
      }
    >
      <SpaceBetween size="l">
        {props.failure && <FailureAlert failure={props.failure} onRetry={props.onRetry} />}
        {done && <Result {...props} />}
        {plan.state === "proposed" ? (
          <PlanView plan={plan} />
        ) : (
          <PlanRunner plan={plan.id} onDiscarded={props.onBack} />
        )}
        {plan.state === "running" && waitsForAws(plan) && <Waiting plan={plan} draft={draft} />}
        {stopped && (plan.state !== "proposed" || props.failure) && (
          <Button onClick={props.onBack}>Back to the form</Button>
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}

/** What AWS is being waited for. A refusal moments after a change is no failure yet. */
function Waiting({ plan, draft }: Pick<Props, "plan" | "draft">) {
  const { detail } = useConnectedSource(plan, draft.space, draft.form.account);
  const propagating = detail?.source.status === "propagating";
  return (
    <Box color="text-body-secondary">
      <span role="status">
        <Spinner />{" "}
        {propagating
          ? `Propagating: ${detail.source.status_reason ?? ""}`
          : "Validating: AWS checks whether DevOps Agent can use the role."}
      </span>
    </Box>
  );
}

function Result({ plan, draft, spaceName, onSpace, onAnother }: Props) {
  const source = useConnectedSource(plan, draft.space, draft.form.account);
  if (source.failure) return <FailureAlert failure={source.failure} onRetry={source.retry} />;
  if (!source.detail) return <Spinner />;
  return (
    <Outcome detail={source.detail} spaceName={spaceName} onSpace={onSpace} onAnother={onAnother} />
  );
}

function waitsForAws(plan: Plan): boolean {
  return plan.steps.some((s) => s.action.kind === "verify" && s.state === "running");
}
