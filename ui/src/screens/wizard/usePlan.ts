import { useRead } from "@/data";
import type { Plan } from "@/ipc/Plan";
import type { PlanId } from "@/ipc/PlanId";

/** The plan a draft remembers, kept up to date while it runs. */
export function usePlan(id: PlanId | null): Plan | undefined {
  const read = useRead("get_plan", id ?? "", { enabled: id !== null });
  return id !== null && !read.isError ? read.data : undefined;
}

/** Whether a plan connects the account. The other plan of a draft makes its role. */
export function connects(plan: Plan | undefined): boolean {
  return plan?.steps.some((s) => s.action.kind === "connectSource") ?? false;
}

/** Whether nothing is left to do for the role. A plan to connect was made after that. */
export function roleIsReady(plan: Plan | undefined): boolean {
  if (!plan) return false;
  return (
    connects(plan) ||
    plan.state === "done" ||
    plan.steps.every((s) => s.change === "matches" || s.change === "read")
  );
}
