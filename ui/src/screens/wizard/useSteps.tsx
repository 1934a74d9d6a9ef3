import { type ReactNode, useState } from "react";
import type { Fields } from "@/forms";
import type { Failure } from "@/ipc/Failure";
import type { FieldMessage } from "@/ipc/FieldMessage";
import type { Plan } from "@/ipc/Plan";
import { CREATE_ROLE, type FieldName, stepFields } from "./names";
import type { DraftState } from "./useDraft";
import { roleIsReady } from "./usePlan";

/** Moves between the steps, as far as what was entered allows. */
export function useSteps(state: DraftState, fields: Fields<FieldName>, plan: Plan | undefined) {
  const [problem, setProblem] = useState<ReactNode>(null);
  const [checking, setChecking] = useState(false);
  const { step, form } = state.draft;

  /** The first step that keeps the user from going on to `target`, if there is one. */
  const obstacle = async (target: number): Promise<number | null> => {
    for (let at = step; at < target; at++) {
      const check = await fields.check(stepFields[at] ?? []);
      if (!check.ok) {
        if (check.elsewhere.length > 0) setProblem(<Sentences of={check.elsewhere} />);
        return at;
      }
      if (at === CREATE_ROLE && form.method === "automatic" && !roleIsReady(plan)) {
        setProblem(notCreated);
        return at;
      }
    }
    return null;
  };

  const go = async (target: number) => {
    setProblem(null);
    if (plan?.state === "running") {
      setProblem("The role is being created. Wait until that has ended, or stop it.");
      return;
    }
    setChecking(true);
    try {
      const to = (target > step ? await obstacle(target) : null) ?? target;
      if (to !== step) state.change({ step: to });
      await state.save();
    } catch (failure) {
      setProblem(<FailureText failure={failure as Failure} />);
    } finally {
      setChecking(false);
    }
  };

  return { go, checking, problem, setProblem };
}

const notCreated =
  "The role has not been created yet. Choose Preview changes and create it, or choose Guide me to create it by hand.";

function Sentences({ of }: { of: FieldMessage[] }) {
  return of.map((m) => <div key={m.field}>{m.message}</div>);
}

export function FailureText({ failure }: { failure: Failure }) {
  return (
    <>
      {failure.message} {failure.remedy}
    </>
  );
}
