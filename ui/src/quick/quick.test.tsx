import { act, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Failure } from "@/ipc/Failure";
import { fake } from "@/platform/fake";
import { sessions, switchRows } from "@/platform/fake/switching";
import { QuickApp } from "./QuickApp";

async function open() {
  const user = userEvent.setup();
  render(<QuickApp />);
  await screen.findAllByRole("option");
  return user;
}

const field = () => screen.getByRole("combobox", { name: "Find a role" });
const chosen = () => screen.getByRole("option", { selected: true });
const opened = () => fake.requests("launch");

describe("the quick switcher", () => {
  it("has the keyboard at once, and the first entry chosen", async () => {
    await open();
    expect(document.activeElement).toBe(field());
    expect(chosen().textContent).toContain("checkout-prod admin");
    expect(field().getAttribute("aria-activedescendant")).toBe(chosen().id);
    expect(within(chosen()).getByText(/222222222222 · Admin · us-east-1$/)).toBeTruthy();
  });

  it("goes round by the arrow keys, opens by Enter and puts itself away", async () => {
    const user = await open();
    await user.keyboard("{ArrowUp}{ArrowUp}");
    expect(chosen().textContent).toContain("ledger read only");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(opened()).toEqual([{ id: 2 }]));
    await waitFor(() => expect(fake.requests("hide_quick")).toHaveLength(1));
  });

  it("searches what is typed", async () => {
    const user = await open();
    await user.keyboard("ledger");
    await waitFor(() =>
      expect(fake.requests("list_switch_entries").at(-1)).toMatchObject({ search: "ledger" }),
    );
  });

  it("waits for the answer to what was typed before Enter opens anything", async () => {
    const user = await open();
    let answer: () => void = () => undefined;
    const held = new Promise<void>((go) => (answer = go));
    fake.on("list_switch_entries", async () => {
      await held;
      return { rows: switchRows.slice(1, 2), page: 1, total: 1, all: 3, groups: [] };
    });
    await user.keyboard("ledger{Enter}{Control>}1{/Control}");
    expect(opened()).toEqual([]);
    answer();
    await waitFor(() => expect(opened()).toEqual([{ id: 2 }]));
  });

  it("opens an entry by its digit", async () => {
    const user = await open();
    await user.keyboard("{Control>}2{/Control}");
    await waitFor(() => expect(opened()).toEqual([{ id: 2 }]));
    expect(field()).toHaveProperty("value", "");
  });

  it("turns to another way by Tab, past those that are closed, and opens by it", async () => {
    const user = await open();
    const way = (name: RegExp) => screen.findByRole("button", { name });
    expect((await way(/^Switch/)).getAttribute("aria-pressed")).toBe("true");
    expect(await way(/^Open console/)).toHaveProperty("disabled", true);
    await user.keyboard("{Shift>}{Tab}{/Shift}");
    expect((await way(/^Copy exports/)).getAttribute("aria-pressed")).toBe("true");
    await user.keyboard("{Tab}{Tab}");
    expect((await way(/^Open terminal/)).getAttribute("aria-pressed")).toBe("true");
    expect(document.activeElement).toBe(field());
    await user.keyboard("{Enter}");
    await waitFor(() => expect(opened()).toEqual([{ id: 1, way: "terminal" }]));
  });

  it("opens by the way of a digit, and shows the time left of a session", async () => {
    fake.on("list_sessions", () =>
      sessions.map((s) => ({ ...s, expires_at: new Date(Date.now() + 125_000).toISOString() })),
    );
    const user = await open();
    expect(await within(chosen()).findByText("2 min left")).toBeTruthy();
    await screen.findByRole("button", { name: /^Copy exports/ });
    await user.keyboard("{Alt>}4{/Alt}");
    await waitFor(() => expect(opened()).toEqual([{ id: 1, way: "copy" }]));
  });

  it("stays, with the reason, when opening fails", async () => {
    fake.on("launch", () => {
      throw {
        code: "local",
        message: "The browser could not be opened.",
        remedy: "Set a default browser, then try again.",
      } satisfies Failure;
    });
    const user = await open();
    await user.keyboard("{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe(
      "The browser could not be opened. Set a default browser, then try again.",
    );
    expect(fake.requests("hide_quick")).toEqual([]);
  });

  it("says nothing of an error where the person gave up, and stays", async () => {
    const cancelled = { code: "cancelled", message: "The code was not entered.", remedy: null };
    let giveUp: () => void = () => undefined;
    fake.on("launch", () => new Promise((_, fail) => (giveUp = () => fail(cancelled))));
    const user = await open();
    await user.keyboard("{Enter}");
    await screen.findByText("Opening");
    giveUp();
    await waitFor(() => expect(screen.queryByText("Opening")).toBeNull());
    expect(screen.queryByRole("alert")).toBeNull();
    expect(fake.requests("hide_quick")).toEqual([]);
  });

  it("closes by Escape and begins anew when it is shown again", async () => {
    const user = await open();
    await user.keyboard("ledger{ArrowDown}{Escape}");
    await waitFor(() => expect(fake.requests("hide_quick")).toHaveLength(1));
    const before = fake.requests("list_switch_entries").length;
    act(() => fake.emit({ kind: "quickShown" }));
    await waitFor(() => expect(field()).toHaveProperty("value", ""));
    expect(chosen().textContent).toContain(switchRows[0]?.entry.name);
    // What changed meanwhile is read again.
    await waitFor(() =>
      expect(fake.requests("list_switch_entries").length).toBeGreaterThan(before),
    );
  });
});
