import { act, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Failure } from "@/ipc/Failure";
import { fake } from "@/platform/fake";
import { switchRows } from "@/platform/fake/switching";
import { QuickApp } from "./QuickApp";

async function open() {
  const user = userEvent.setup();
  render(<QuickApp />);
  await screen.findAllByRole("option");
  return user;
}

const field = () => screen.getByRole("combobox", { name: "Find a role" });
const chosen = () => screen.getByRole("option", { selected: true });
const opened = () => fake.requests("open_switch_entry");

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
    await waitFor(() => expect(opened()).toEqual([2]));
    await waitFor(() => expect(fake.requests("hide_quick")).toHaveLength(1));
  });

  it("searches what is typed", async () => {
    const user = await open();
    await user.keyboard("ledger");
    await waitFor(() =>
      expect(fake.requests("list_switch_entries").at(-1)).toMatchObject({ search: "ledger" }),
    );
  });

  it("opens an entry by its digit", async () => {
    const user = await open();
    await user.keyboard("{Control>}2{/Control}");
    await waitFor(() => expect(opened()).toEqual([2]));
    expect(field()).toHaveProperty("value", "");
  });

  it("opens nothing that can't work, and says why", async () => {
    const user = await open();
    await user.keyboard("{ArrowUp}{Enter}");
    expect((await screen.findByRole("alert")).textContent).toMatch(
      /Only the DevOps Agent service may assume this role/,
    );
    expect(opened()).toEqual([]);
    expect(fake.requests("hide_quick")).toEqual([]);
  });

  it("stays, with the reason, when opening fails", async () => {
    fake.on("open_switch_entry", () => {
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
