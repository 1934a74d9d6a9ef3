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
