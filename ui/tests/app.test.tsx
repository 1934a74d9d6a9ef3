import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { App } from "@/app/App";
import { fake } from "@/platform/fake";
import { appState, connection } from "@/platform/fake/app";
import { rolePlan } from "@/platform/fake/plans";

test("the sandbox is marked in words, with a way out", async () => {
  render(<App />);
  expect((await screen.findAllByText("Connect real AWS")).length).toBeGreaterThan(0);
  expect(screen.getAllByText("Sandbox").length).toBeGreaterThan(0);
});

test("real AWS is not marked as sandbox", async () => {
  fake.on("start", () => ({
    ...appState,
    connection: {
      ...connection,
      sandbox: false,
      identity: { ...connection.identity, label: "operations" },
    },
  }));
  render(<App />);
  expect((await screen.findAllByText(/operations/)).length).toBeGreaterThan(0);
  expect(screen.queryByText("Connect real AWS")).toBeNull();
});

test("an interrupted plan is offered again", async () => {
  const plan = { ...rolePlan(), state: "interrupted" as const };
  fake.on("list_unfinished_plans", () => [plan]);
  render(<App />);
  expect(await screen.findByText(`${plan.title} was interrupted`)).toBeTruthy();
  const link = screen.getByRole("link", { name: "Resume or discard" });
  expect(link.getAttribute("href")).toBe(`#/plans/${plan.id}`);
});

test("without an identity, the choice of one stands alone", async () => {
  fake.on("start", () => ({ ...appState, connection: null }));
  render(<App />);
  expect(await screen.findByText("operations")).toBeTruthy();
  expect(screen.queryByText("Switch roles")).toBeNull();
});

test("a burst of progress is followed to its end", async () => {
  render(<App />);
  await screen.findByRole("region", { name: "Notifications" });
  const job = { id: "7b0d6c52-6a51-4f4c-9d4f-0a1f6f1f0a13", title: "Importing" };
  for (let done = 1; done <= 200; done++) {
    const state = done < 200 ? ("running" as const) : ("finished" as const);
    fake.emit({ kind: "job", job: { ...job, state, done, total: 200, now: "", attention: 0 } });
    // As messages come in a browser: React commits between two of them, and nothing else gets a turn.
    await Promise.resolve();
  }
  expect(await screen.findByText("Importing: finished")).toBeTruthy();
});
