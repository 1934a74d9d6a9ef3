import { act, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { PlanRunner } from "@/components";
import { planProgress, planSummary } from "@/components/planWords";
import type { Plan } from "@/ipc/Plan";
import { fake } from "@/platform/fake";
import { rolePlan, step, updatePlan } from "@/platform/fake/plans";
import { show } from "./renderScreen";

function knows(plan: Plan) {
  fake.on("get_plan", () => plan);
  return plan;
}

test("the summary counts calls apart from what already matches", () => {
  expect(planSummary(rolePlan())).toBe("3 calls in account 222222222222, 1 already matches");
  expect(planSummary(updatePlan())).toBe(
    "3 calls in accounts 222222222222 and 111111111111, 1 already matches",
  );
});

test("progress counts what is done and what was so already", () => {
  const one = { title: "t", call: "c" };
  const plan = {
    ...rolePlan(),
    steps: [
      step({ ...one, state: "done" }),
      step({ ...one, state: "unchanged" }),
      step({ ...one, state: "failed" }),
      step({ ...one, state: "waiting" }),
    ],
  };
  expect(planProgress(plan)).toBe("2 of 4 steps done");
});

test("nothing runs before it was confirmed", async () => {
  const plan = knows(rolePlan());
  fake.on("run_plan", () => plan);
  show(<PlanRunner plan={plan.id} confirmLabel="Create the role" />);
  const confirm = await screen.findByRole("button", { name: "Create the role" });
  expect(fake.requests("run_plan")).toEqual([]);
  await userEvent.click(confirm);
  expect(fake.requests("run_plan")).toEqual([plan.id]);
});

test("events move the plan on, and its end is told once", async () => {
  const plan = knows(rolePlan());
  const done: Plan[] = [];
  show(<PlanRunner plan={plan.id} onDone={(p) => done.push(p)} />);
  await screen.findByRole("button", { name: "Confirm and run" });
  act(() => fake.emit({ kind: "plan", plan: { ...plan, state: "running" } }));
  await screen.findByRole("button", { name: "Stop after this step" });
  const end: Plan = { ...plan, state: "done" };
  act(() => fake.emit({ kind: "plan", plan: end }));
  act(() => fake.emit({ kind: "plan", plan: { ...end } }));
  await waitFor(() => expect(done).toHaveLength(1));
});

test("a failed step says why and what to do, and the plan can be resumed", async () => {
  const plan = knows({
    ...rolePlan(),
    state: "failed",
    steps: [
      step({
        title: "Create role X",
        call: "iam:CreateRole",
        state: "failed",
        message: "You may not create roles in account 222222222222.",
        remedy: "Ask for iam:CreateRole.",
      }),
    ],
  });
  fake.on("run_plan", () => plan);
  show(<PlanRunner plan={plan.id} />);
  expect(await screen.findByText("You may not create roles in account 222222222222.")).toBeTruthy();
  expect(screen.getByText("Ask for iam:CreateRole.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Resume" }));
  expect(fake.requests("run_plan")).toEqual([plan.id]);
});

test("the step a killed app was at is not in progress any more", async () => {
  const steps = rolePlan().steps.map((s, i) => (i === 0 ? { ...s, state: "running" as const } : s));
  const plan = knows({ ...rolePlan(), state: "interrupted", steps });
  show(<PlanRunner plan={plan.id} />);
  const first = (await screen.findAllByRole("listitem"))[0] as HTMLElement;
  expect(within(first).getByText("Interrupted")).toBeTruthy();
  expect(screen.queryByText("In progress")).toBeNull();
  act(() => fake.emit({ kind: "plan", plan: { ...plan, state: "running" } }));
  expect(await within(first).findByText("In progress")).toBeTruthy();
});

test("discarding what was begun asks first", async () => {
  const plan = knows({ ...rolePlan(), state: "interrupted" });
  let discarded = 0;
  show(<PlanRunner plan={plan.id} onDiscarded={() => discarded++} />);
  await userEvent.click(await screen.findByRole("button", { name: "Discard" }));
  expect(fake.requests("discard_plan")).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  await waitFor(() => expect(discarded).toBe(1));
  expect(fake.requests("discard_plan")).toEqual([plan.id]);
});
