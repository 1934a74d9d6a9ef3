import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { BadgeProps } from "@cloudscape-design/components/badge";
import type { Change } from "@/ipc/Change";
import type { Plan } from "@/ipc/Plan";
import type { PlanState } from "@/ipc/PlanState";
import type { Step } from "@/ipc/Step";
import type { StepState } from "@/ipc/StepState";

/** Words for a change, and the colour of its badge. What changes nothing has none. */
export const changeWords: Record<Change, [BadgeProps["color"] | null, string]> = {
  create: ["green", "Create"],
  modify: ["blue", "Change"],
  delete: ["red", "Delete"],
  matches: [null, "Already matches"],
  read: [null, "Read only"],
};

const stepWords: Record<StepState, [StatusIndicatorProps.Type, string]> = {
  waiting: ["pending", "Waiting"],
  running: ["in-progress", "In progress"],
  done: ["success", "Done"],
  unchanged: ["success", "Was so already"],
  failed: ["error", "Failed"],
};

export const planWords: Record<PlanState, [StatusIndicatorProps.Type, string]> = {
  proposed: ["pending", "Not started"],
  running: ["in-progress", "Running"],
  interrupted: ["warning", "Interrupted"],
  cancelled: ["stopped", "Stopped"],
  failed: ["error", "Failed"],
  done: ["success", "Done"],
};

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** "5 calls in account 222222222222, 1 already matches". */
export function planSummary(plan: Plan): string {
  const calls = plan.steps.filter((s) => s.change !== "matches");
  const matching = plan.steps.length - calls.length;
  const accounts = [...new Set(plan.steps.map((s) => s.account))];
  const where =
    accounts.length === 1
      ? ` in account ${accounts[0]}`
      : accounts.length <= 3
        ? ` in accounts ${accounts.slice(0, -1).join(", ")} and ${accounts.at(-1)}`
        : ` in ${accounts.length} accounts`;
  const matches =
    matching === 0 ? "" : `, ${matching} already ${matching === 1 ? "matches" : "match"}`;
  return `${count(calls.length, "call", "calls")}${accounts.length === 0 ? "" : where}${matches}`;
}

/** "3 of 5 steps done". */
export function planProgress(plan: Plan): string {
  const done = plan.steps.filter((s) => s.state === "done" || s.state === "unchanged").length;
  return `${done} of ${count(plan.steps.length, "step", "steps")} done`;
}

/** Words for where a step is. Once the plan does not run, nothing of it is in progress. */
export function stepState(step: Step, plan: PlanState): [StatusIndicatorProps.Type, string] {
  return step.state === "running" && plan !== "running"
    ? planWords.interrupted
    : stepWords[step.state];
}

/** What the document of a step is. */
export function documentTitle({ action, title }: Step): string {
  switch (action.kind) {
    case "ensureRole":
    case "setTrust":
      return "Trust policy";
    case "putInlinePolicy":
    case "deleteInlinePolicy":
      return `Inline policy ${action.name}`;
    default:
      return title;
  }
}
