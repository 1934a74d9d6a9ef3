import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Wizard from "@cloudscape-design/components/wizard";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { routes } from "@/app";
import { useAct } from "@/data";
import { useFields } from "@/forms";
import type { Draft } from "@/ipc/Draft";
import { AccountAndRole } from "./AccountAndRole";
import { Connecting } from "./Connecting";
import { CreateRole } from "./CreateRole";
import { LeaveDialog } from "./LeaveDialog";
import { type FieldName, stepTitles } from "./names";
import { Review } from "./Review";
import { useConnect } from "./useConnect";
import { useDraft } from "./useDraft";
import { usePlan } from "./usePlan";
import { FailureText, useSteps } from "./useSteps";

/** The wizard, for one draft. */
export function AddSource({ opened, spaceName }: { opened: Draft; spaceName: string }) {
  const state = useDraft(opened);
  const { draft } = state;
  const fields = useFields<"check_source_form", FieldName>("check_source_form", {
    space: draft.space,
    form: draft.form,
  });
  const plan = usePlan(draft.plan);
  const steps = useSteps(state, fields, plan);
  const connect = useConnect(state, fields, plan, steps.setProblem);
  const navigate = useNavigate();
  const discard = useAct("discard_draft");
  const [leaving, setLeaving] = useState(false);
  const toSpace = () => void navigate(routes.space(draft.space));

  if (plan && connect.showing) {
    return (
      <Connecting
        plan={plan}
        draft={draft}
        spaceName={spaceName}
        failure={connect.failure}
        onRetry={connect.run}
        onBack={connect.back}
        onSpace={toSpace}
        onAnother={() => void navigate(routes.addSource(draft.space))}
      />
    );
  }

  const contents: ReactNode[] = [
    <AccountAndRole key="account" state={state} fields={fields} />,
    <CreateRole key="role" state={state} fields={fields} plan={plan} />,
    <Review
      key="review"
      state={state}
      plan={plan}
      spaceName={spaceName}
      onEdit={(step) => void steps.go(step)}
    />,
  ];
  return (
    <>
      <Wizard
        activeStepIndex={draft.step}
        steps={stepTitles.map((title, i) => ({
          title,
          errorText: i === draft.step ? steps.problem : undefined,
          content: (
            <SpaceBetween size="l">
              {state.unsaved && (
                <Alert type="warning" header="The draft could not be saved">
                  <FailureText failure={state.unsaved} />
                </Alert>
              )}
              {contents[i]}
            </SpaceBetween>
          ),
        }))}
        submitButtonText="Add"
        isLoadingNextStep={steps.checking || connect.starting}
        onNavigate={({ detail }) => void steps.go(detail.requestedStepIndex)}
        onSubmit={() => void connect.start()}
        onCancel={() => setLeaving(true)}
      />
      <LeaveDialog
        visible={leaving}
        discarding={discard.isPending}
        failure={discard.error}
        onStay={() => setLeaving(false)}
        onKeep={() => void state.save().then(toSpace)}
        onDiscard={() => {
          state.close();
          // A save that is under way must not come after it.
          void state
            .save()
            .then(() => discard.mutate(draft.id, { onSuccess: toSpace, onError: state.reopen }));
        }}
      />
    </>
  );
}
