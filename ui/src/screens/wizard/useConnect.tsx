import { type ReactNode, useEffect, useState } from "react";
import { platform } from "#platform";
import { queryClient, readKey, useAct } from "@/data";
import type { Fields } from "@/forms";
import type { Failure } from "@/ipc/Failure";
import type { Plan } from "@/ipc/Plan";
import type { PlanId } from "@/ipc/PlanId";
import { type FieldName, REVIEW, stepOf } from "./names";
import type { DraftState } from "./useDraft";
import { connects } from "./usePlan";
import { FailureText } from "./useSteps";

/** What Add does: plan the connection and run it at once. */
export function useConnect(
  state: DraftState,
  fields: Fields<FieldName>,
  plan: Plan | undefined,
  setProblem: (problem: ReactNode) => void,
) {
  const runPlan = useAct("run_plan");
  const [starting, setStarting] = useState(false);
  const [back, setBack] = useState(false);
  const connected = connects(plan) && plan?.state === "done";
  const { close } = state;
  useEffect(() => {
    if (connected) close();
  }, [connected, close]);
  const begun = runPlan.isPending || runPlan.isError || (plan && plan.state !== "proposed");

  const run = (id: PlanId) => {
    setBack(false);
    runPlan.mutate(id, {
      // The events say how it goes; this is for the case that one was missed.
      onSettled: () => void queryClient.invalidateQueries({ queryKey: readKey("get_plan", id) }),
    });
  };

  const refuse = (failure: Failure) => {
    const first = failure.code === "invalidInput" ? failure.fields[0] : undefined;
    if (!first) {
      setProblem(<FailureText failure={failure} />);
      return;
    }
    fields.reject(failure);
    state.change({ step: stepOf(first.field) });
    fields.focus(first.field as FieldName);
  };

  const start = async () => {
    setProblem(null);
    setStarting(true);
    try {
      await state.save();
      const made = await platform.call("plan_connection", state.draft.id);
      queryClient.setQueryData(readKey("get_plan", made.id), made);
      state.change({ plan: made.id, step: REVIEW });
      await state.save();
      run(made.id);
    } catch (failure) {
      refuse(failure as Failure);
    } finally {
      setStarting(false);
    }
  };

  return {
    start: () => start(),
    starting,
    run: () => {
      if (plan) run(plan.id);
    },
    failure: runPlan.error,
    /** Whether the connection is being made, or was, also before the app was closed. */
    showing: connects(plan) && begun && !back,
    back: () => setBack(true),
  };
}
