import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useEffect, useRef, useState } from "react";
import { queryClient, readKey, useAct, useRead } from "@/data";
import type { Plan } from "@/ipc/Plan";
import type { PlanId } from "@/ipc/PlanId";
import { FailureAlert } from "./FailureAlert";
import { PlanView } from "./PlanView";

export interface PlanRunnerProps {
  plan: PlanId;
  /** Called once, when the plan was carried out. */
  onDone?: (plan: Plan) => void;
  /** Called after the plan was discarded. */
  onDiscarded?: () => void;
  /** On the button that starts it. */
  confirmLabel?: string;
  /** The screen has a primary button of its own. */
  beside?: boolean;
  /** On the button that gives the proposal up. */
  discardLabel?: string;
  /** The user asked for it just now: its heading takes the keyboard. */
  arriving?: boolean;
}

/** Shows a plan, runs it when the user says so, and follows it live. */
export function PlanRunner(props: PlanRunnerProps) {
  const { plan: id, onDone, onDiscarded } = props;
  const read = useRead("get_plan", id);
  const run = useAct("run_plan");
  const cancel = useAct("cancel_plan");
  const discard = useAct("discard_plan");
  const plan = read.data;

  const told = useRef<PlanId | null>(null);
  useEffect(() => {
    if (plan?.state !== "done" || told.current === plan.id) return;
    told.current = plan.id;
    onDone?.(plan);
  }, [plan, onDone]);

  if (read.isError) {
    return <FailureAlert failure={read.error} onRetry={() => void read.refetch()} />;
  }
  if (!plan) return <Spinner />;
  const start = () =>
    run.mutate(id, {
      // The events say how it goes; this is for the case that one was missed.
      onSettled: () => void queryClient.invalidateQueries({ queryKey: readKey("get_plan", id) }),
    });
  const giveUp = () =>
    discard.mutate(id, {
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: ["list_unfinished_plans"] });
        onDiscarded?.();
      },
    });
  const failure = run.error ?? cancel.error ?? discard.error;
  return (
    <SpaceBetween size="m">
      {failure && <FailureAlert failure={failure} />}
      <PlanView
        plan={plan}
        arriving={props.arriving ?? false}
        actions={
          plan.state !== "done" && (
            <PlanButtons
              state={plan.state}
              starting={run.isPending && plan.state !== "running"}
              stopping={cancel.isPending || cancel.isSuccess}
              discarding={discard.isPending}
              onStart={() => {
                cancel.reset();
                start();
              }}
              onStop={() => cancel.mutate(id)}
              onDiscard={giveUp}
              confirmLabel={props.confirmLabel}
              beside={props.beside ?? false}
              discardLabel={props.discardLabel}
            />
          )
        }
      />
    </SpaceBetween>
  );
}

interface PlanButtonsProps {
  state: Plan["state"];
  starting: boolean;
  stopping: boolean;
  discarding: boolean;
  onStart: () => void;
  onStop: () => void;
  onDiscard: () => void;
  confirmLabel: string | undefined;
  beside: boolean;
  discardLabel: string | undefined;
}

function PlanButtons(props: PlanButtonsProps) {
  const [asking, setAsking] = useState(false);
  if (props.state === "running") {
    return (
      <Button onClick={props.onStop} disabled={props.stopping} loading={props.stopping}>
        Stop after this step
      </Button>
    );
  }
  const proposed = props.state === "proposed";
  if (asking && !proposed) {
    return (
      <Alert
        type="warning"
        action={
          <SpaceBetween direction="horizontal" size="xs">
            <Button onClick={() => setAsking(false)}>Keep</Button>
            <Button onClick={props.onDiscard} loading={props.discarding}>
              Discard
            </Button>
          </SpaceBetween>
        }
      >
        Steps that were done stay done. The rest is forgotten.
      </Alert>
    );
  }
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button
        onClick={proposed ? props.onDiscard : () => setAsking(true)}
        loading={props.discarding}
        disabled={props.starting}
      >
        {proposed ? (props.discardLabel ?? "Discard") : "Discard"}
      </Button>
      <Button
        variant={props.beside ? "normal" : "primary"}
        onClick={props.onStart}
        loading={props.starting}
      >
        {proposed ? (props.confirmLabel ?? "Confirm and run") : "Resume"}
      </Button>
    </SpaceBetween>
  );
}
