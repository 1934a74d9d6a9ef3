import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { fake } from "@/platform/fake";
import { switchRows } from "@/platform/fake/switching";
import { renderScreen } from "../../../tests/renderScreen";
import SwitchScreen from ".";
import { inkOn } from "./EntryLabel";
import { formOf } from "./form";

/** A list that moves its entries, as the back end does. */
function movable() {
  let rows: SwitchRow[] = [...switchRows];
  fake.on("list_switch_entries", ({ search }) => {
    const found = rows.filter((r) => r.entry.name.includes(search));
    return { rows: found, page: 1, total: found.length, all: rows.length, groups: [] };
  });
  fake.on("move_switch_entry", ({ id, to }) => {
    const row = rows.find((r) => r.entry.id === id) as SwitchRow;
    rows = rows.filter((r) => r !== row);
    rows.splice(to, 0, row);
    return null;
  });
  return renderScreen(<SwitchScreen />, "/switch", "/switch");
}

const names = () =>
  screen.getAllByRole("button", { name: /^Switch to/ }).map((b) => b.getAttribute("aria-label"));

describe("switch roles", () => {
  it("opens an entry in the browser and says what is left to do", async () => {
    const { user } = movable();
    await user.click(await screen.findByRole("button", { name: "Switch to ledger read only" }));
    expect(fake.requests("open_switch_entry")).toEqual([2]);
    await screen.findByText(
      "The console's switch-role page was opened in your browser. Press Switch Role there.",
    );
  });

  it("does not offer what can't work, and says why and what does", async () => {
    const { user } = movable();
    const button = await screen.findByRole("button", { name: "Switch to DevOps Agent in fraud" });
    // Once at the entry and once as the reason of the button.
    expect(screen.getAllByText("Only the DevOps Agent service may assume this role.")).toHaveLength(
      2,
    );
    expect(button.getAttribute("aria-disabled") ?? button.hasAttribute("disabled")).toBeTruthy();
    await user.click(button);
    expect(fake.requests("open_switch_entry")).toEqual([]);
    screen.getByText("Switch to an administrator role in that account to look at it.");
  });

  it("moves an entry to its place among all, and the keyboard stays with it", async () => {
    const { user } = movable();
    await screen.findByText("ledger read only");
    const up = screen.getByRole("button", { name: "Move ledger read only up" });
    up.focus();
    await user.keyboard("{Enter}");
    expect(fake.requests("move_switch_entry")).toEqual([{ id: 2, to: 0 }]);
    await waitFor(() => expect(names()[0]).toBe("Switch to ledger read only"));
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Move ledger read only up");
    await user.click(screen.getByRole("button", { name: "Move ledger read only up" }));
    expect(fake.requests("move_switch_entry")).toHaveLength(1);
  });

  it("does not move what was found by a search: places count among all entries", async () => {
    const { user } = movable();
    await user.type(await screen.findByLabelText("Find entries"), "ledger");
    await waitFor(() => expect(names()).toEqual(["Switch to ledger read only"]));
    await user.click(screen.getByRole("button", { name: "Move ledger read only up" }));
    expect(fake.requests("move_switch_entry")).toEqual([]);
  });

  it("searches once the user pauses", async () => {
    const { user } = movable();
    await user.type(await screen.findByLabelText("Find entries"), "ledger");
    await waitFor(() => expect(names()).toHaveLength(1));
    expect(fake.requests("list_switch_entries").map((r) => r.search)).toEqual(["", "ledger"]);
  });

  it("saves an edited entry as a change of that entry", async () => {
    const { user } = movable();
    await user.click(await screen.findByRole("button", { name: "Edit ledger read only" }));
    const dialog = await screen.findByRole("dialog");
    const name = within(dialog).getByLabelText("Display name");
    await user.clear(name);
    await user.type(name, "Ledger");
    await user.click(within(dialog).getByText("Blue"));
    await user.click(within(dialog).getByRole("button", { name: "Save changes" }));
    await waitFor(() =>
      expect(fake.requests("save_switch_entry")).toEqual([
        {
          id: 2,
          name: "Ledger",
          account: "333333333333",
          role: "support/ReadOnly",
          colour: "83d4e8",
          region: "",
          external_id: "",
        },
      ]),
    );
  });

  it("does not save what has an error, and goes to the field", async () => {
    const { user } = movable();
    await user.click(await screen.findByRole("button", { name: "Add entry" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Add" }));
    await within(dialog).findByText("Enter a display name.");
    await waitFor(() =>
      expect(document.activeElement).toBe(within(dialog).getByLabelText("Display name")),
    );
    expect(fake.requests("save_switch_entry")).toEqual([]);
  });

  it("asks before it removes", async () => {
    const { user } = movable();
    await user.click(await screen.findByRole("button", { name: "Remove ledger read only" }));
    expect(fake.requests("change_switch_entries")).toEqual([]);
    await user.click(await screen.findByRole("button", { name: "Remove" }));
    expect(fake.requests("change_switch_entries")).toEqual([
      { of: { kind: "some", ids: [2] }, change: { kind: "remove" } },
    ]);
  });
});

describe("an entry", () => {
  it("keeps the partition of its role when it is edited", () => {
    const entry = {
      ...(switchRows[0] as SwitchRow).entry,
      role: "arn:aws-cn:iam::222222222222:role/a/B",
    };
    expect(formOf(entry)).toMatchObject({ account: "", role: entry.role });
  });

  it("has ink that can be read on its colour", () => {
    expect(inkOn("f2b0a9")).toBe("#000000");
    expect(inkOn("1a3a5c")).toBe("#ffffff");
  });
});
