import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { act, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { fake } from "@/platform/fake";
import { sourceRows } from "@/platform/fake/sources";
import { paymentsRef } from "@/platform/fake/spaces";
import Spaces from "@/screens/spaces";
import CreateSpace from "@/screens/spaces/create";
import { SecondarySources } from "@/screens/space/capabilities/SecondarySources";
import RemoveDialog from "@/screens/space/dialogs/RemoveDialog";
import { show } from "./renderScreen";

test("nobody is told off for a field they have not been in", async () => {
  show(<CreateSpace />);
  const name = await screen.findByRole("textbox", { name: "Name" });
  await waitFor(() => expect(fake.requests("check_space_form").length).toBeGreaterThan(0));
  expect(screen.queryByText("Enter a name for the agent space.")).toBeNull();
  await userEvent.click(name);
  await userEvent.tab();
  expect(await screen.findByText("Enter a name for the agent space.")).toBeTruthy();
});

test("a form with errors makes no plan; without them it makes one", async () => {
  show(<CreateSpace />);
  const name = await screen.findByRole("textbox", { name: "Name" });
  await userEvent.click(screen.getByRole("button", { name: "Next" }));
  await screen.findByText("Enter a name for the agent space.");
  expect(fake.requests("plan_space")).toEqual([]);
  await userEvent.type(name, "orders");
  await userEvent.click(screen.getByRole("button", { name: "Next" }));
  await waitFor(() => expect(fake.requests("plan_space")).toHaveLength(1));
  expect(fake.requests("plan_space")[0]?.name).toBe("orders");
});

test("AWS is asked by itself only where it never was", async () => {
  let refreshed_at: string | null = null;
  let answer = () => undefined as void;
  fake.on("list_spaces", () => ({ spaces: [], refreshed_at }));
  fake.on("refresh_spaces", async () => {
    await new Promise<void>((done) => (answer = done));
    refreshed_at = "2026-11-22T01:58:00Z";
    return { found: 0, failed: [] };
  });
  const said = vi.fn<(text: string) => void>();
  const watch = new MutationObserver(() => said(document.body.textContent ?? ""));
  watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  show(<Spaces />);
  await waitFor(() => expect(fake.requests("refresh_spaces")).toHaveLength(1));
  await screen.findAllByText("Loading agent spaces");
  // Not for a moment is the list called empty while nobody knows.
  expect(said.mock.calls.some(([text]) => text.includes("No agent spaces"))).toBe(false);
  watch.disconnect();
  answer();
  expect(await screen.findByText("No agent spaces")).toBeTruthy();
  expect(fake.requests("refresh_spaces")).toHaveLength(1);
});

test("a first reading that fails says so, and is no empty list", async () => {
  fake.on("list_spaces", () => ({ spaces: [], refreshed_at: null }));
  fake.on("refresh_spaces", () => {
    throw { code: "denied", message: "The session has expired.", remedy: "Sign in again." };
  });
  show(<Spaces />);
  expect(await screen.findByText("The session has expired. Sign in again.")).toBeTruthy();
  expect(screen.queryByText("No agent spaces")).toBeNull();
  expect(screen.queryByText("Loading agent spaces")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(fake.requests("refresh_spaces")).toHaveLength(2));
});

test("a failure to list says what to do", async () => {
  fake.on("list_spaces", () => {
    throw { code: "local", message: "The database is locked.", remedy: "Close the other app." };
  });
  show(<Spaces />);
  expect(await screen.findByText("The database is locked.")).toBeTruthy();
  expect(screen.getByText("Close the other app.")).toBeTruthy();
});

test("sources are sorted by the back end, and read again when they change", async () => {
  const refresh = { start: () => undefined, running: false };
  show(<SecondarySources space={paymentsRef} refresh={refresh} onOpen={() => undefined} />);
  await screen.findByText("222222222222");
  const before = fake.requests("list_sources").length;
  // The fourth: the first column holds the ticks.
  act(() => createWrapper().findTable()?.findColumnSortingArea(4)?.click());
  await waitFor(() => expect(fake.requests("list_sources").length).toBe(before + 1));
  expect(fake.requests("list_sources").at(-1)).toMatchObject({
    sort: "status",
    descending: false,
    page: 1,
    page_size: 25,
  });
  act(() => fake.emit({ kind: "sources", space: paymentsRef }));
  await waitFor(() => expect(fake.requests("list_sources").length).toBe(before + 2));
});

test("roles stay unless their names were typed", async () => {
  show(<RemoveDialog sources={sourceRows.slice(0, 2)} onClose={() => undefined} />);
  await userEvent.click(screen.getByRole("button", { name: "Next" }));
  expect(fake.requests("plan_remove")).toEqual([{ sources: [1, 2], delete_roles: [] }]);
});

test("a ticked role needs its name", async () => {
  show(<RemoveDialog sources={sourceRows.slice(0, 2)} onClose={() => undefined} />);
  const name = "DevOpsAgentRole-checkout-prod";
  await userEvent.click(screen.getByRole("checkbox", { name: `Also delete the IAM role ${name}` }));
  await userEvent.click(screen.getByRole("button", { name: "Next" }));
  expect(fake.requests("plan_remove")).toEqual([]);
  await userEvent.type(screen.getByPlaceholderText(name), name);
  await userEvent.click(screen.getByRole("button", { name: "Next" }));
  expect(fake.requests("plan_remove")).toEqual([
    { sources: [1, 2], delete_roles: [{ source: 1, typed_name: name }] },
  ]);
});
