import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { SwitchPage } from "@/ipc/SwitchPage";
import type { SwitchQuery } from "@/ipc/SwitchQuery";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { fake } from "@/platform/fake";
import { standardPreferences } from "@/platform/fake/app";
import { permissionSetRow, switchRows } from "@/platform/fake/switching";
import { renderScreen } from "../../../tests/renderScreen";
import SwitchScreen from ".";
import { inkOn } from "./EntryLabel";
import { duplicateOf, formOf } from "./form";

const first = switchRows[0] as SwitchRow;

/** Rows with these names. */
function rowsOf(names: readonly string[]): SwitchRow[] {
  return names.map((name, i) => ({ ...first, entry: { ...first.entry, id: i + 1, name } }));
}

function page(query: SwitchQuery, all: readonly SwitchRow[]): SwitchPage {
  const found = all.filter((r) => r.entry.name.includes(query.search));
  const begin = (query.page - 1) * query.page_size;
  return {
    rows: found.slice(begin, begin + query.page_size),
    page: query.page,
    total: found.length,
    all: all.length,
    groups: [],
  };
}

function arrive(rows: readonly SwitchRow[] = switchRows) {
  fake.on("list_switch_entries", (query) => page(query, rows));
  return renderScreen(<SwitchScreen />, "/switch", "/switch");
}

const search = () => screen.findByRole("combobox", { name: "Find entries" });
const names = () =>
  within(screen.getByRole("listbox", { name: "Entries" }))
    .getAllByRole("option")
    .map((o) => o.querySelector(".rb-option-name")?.textContent);
/** The entry the keyboard is at, as assistive technology is told. */
const active = async () => {
  const id = (await search()).getAttribute("aria-activedescendant") ?? "";
  return document.getElementById(id)?.querySelector(".rb-option-name")?.textContent;
};

describe("finding an entry", () => {
  it("begins in the search field, and Enter opens what stands first", async () => {
    const { user } = arrive();
    const field = await search();
    await screen.findByText("ledger read only");
    expect(document.activeElement).toBe(field);
    await user.keyboard("ledger{Enter}");
    await waitFor(() => expect(fake.requests("launch")).toEqual([{ id: 2 }]));
    await screen.findByText(
      "The console's switch-role page was opened in your browser. Press Switch Role there.",
    );
  });

  it("is calm where the person gave up", async () => {
    const cancelled = { code: "cancelled", message: "The code was not entered.", remedy: null };
    let giveUp: () => void = () => undefined;
    fake.on("launch", () => new Promise((_, fail) => (giveUp = () => fail(cancelled))));
    const { user } = arrive();
    const button = await screen.findByRole("button", { name: /^Switch to/ });
    await user.click(button);
    await waitFor(() => expect(button.ariaDisabled).toBe("true"));
    giveUp();
    await waitFor(() => expect(button.ariaDisabled).not.toBe("true"));
    const told = await screen.findByText("The code was not entered.");
    expect(told.closest("[class*=flash-type-info]")).not.toBeNull();
  });

  it("waits for the answer to what was typed before Enter opens anything", async () => {
    const { user } = arrive();
    await screen.findByText("ledger read only");
    let answer: (page: SwitchPage) => void = () => undefined;
    fake.on(
      "list_switch_entries",
      () => new Promise((resolve) => (answer = resolve)) as Promise<SwitchPage>,
    );
    await user.keyboard("l{Enter}");
    expect(fake.requests("launch")).toEqual([]);
    await act(async () =>
      answer({
        ...page({} as SwitchQuery, []),
        page: 1,
        rows: [switchRows[1] as SwitchRow],
        total: 1,
        all: 3,
      }),
    );
    await waitFor(() => expect(fake.requests("launch")).toEqual([{ id: 2 }]));
  });

  it("does not show an older answer that comes late", async () => {
    const { user } = arrive();
    await screen.findByText("ledger read only");
    const answers = new Map<string, () => void>();
    fake.on(
      "list_switch_entries",
      (query) =>
        new Promise<SwitchPage>((resolve) =>
          answers.set(query.search, () => resolve(page(query, rowsOf(["a", "ab"])))),
        ),
    );
    await user.keyboard("ab");
    await act(async () => answers.get("ab")?.());
    await waitFor(() => expect(names()).toEqual(["ab"]));
    await act(async () => answers.get("a")?.());
    expect(names()).toEqual(["ab"]);
  });

  it("moves with the arrow keys while the keyboard stays in the field, past the page too", async () => {
    const many = rowsOf(Array.from({ length: 30 }, (_, i) => `entry ${i + 1}`));
    const { user } = arrive(many);
    await screen.findByText("entry 1");
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
    expect(await active()).toBe("entry 2");
    for (let i = 2; i < 25; i++) await user.keyboard("{ArrowDown}");
    expect(await active()).toBe("entry 25");
    await user.keyboard("{ArrowDown}");
    await screen.findByText("entry 26");
    expect(await active()).toBe("entry 26");
    await user.keyboard("{ArrowUp}");
    await waitFor(async () => expect(await active()).toBe("entry 25"));
    expect(document.activeElement).toBe(await search());
    await user.keyboard("{PageDown}");
    await waitFor(() => expect(names()).toHaveLength(5));
  });

  it("comes back to the field by /, but not where one types", async () => {
    const { user } = arrive();
    const list = await screen.findByRole("listbox", { name: "Entries" });
    act(() => list.focus());
    await user.keyboard("/");
    expect(document.activeElement).toBe(await search());
    await user.keyboard("a/b");
    expect(((await search()) as HTMLInputElement).value).toBe("a/b");
  });

  it("says how many were found, and offers to clear when nothing was", async () => {
    const { user } = arrive();
    await screen.findByText("ledger read only");
    await user.keyboard("nowhere");
    await screen.findByText("No entry matches what you typed or chose.");
    await user.click(screen.getByRole("button", { name: "Show all entries" }));
    await waitFor(() => expect(names()).toHaveLength(3));
    expect(((await search()) as HTMLInputElement).value).toBe("");
  });

  it("asks for the order, the group and the favourites that were chosen", async () => {
    fake.on("list_switch_entries", (query) => ({
      ...page(query, switchRows),
      groups: [
        { name: "Payments", count: 2 },
        { name: null, count: 1 },
      ],
    }));
    const { user } = renderScreen(<SwitchScreen />, "/switch", "/switch");
    await screen.findByText("ledger read only");
    await user.click(screen.getByRole("button", { name: /^Group/ }));
    await user.click(await screen.findByRole("option", { name: /No group/ }));
    await user.click(screen.getByRole("button", { name: /Favourites/ }));
    await waitFor(() =>
      expect(fake.requests("list_switch_entries").at(-1)).toMatchObject({
        group: "",
        favourites: true,
        order: "use",
        page: 1,
      }),
    );
    await user.click(screen.getByRole("button", { name: /^Order/ }));
    await user.click(await screen.findByRole("option", { name: /^Name/ }));
    await waitFor(() => expect(fake.requests("list_switch_entries").at(-1)?.order).toBe("name"));
    expect(fake.requests("save_preferences").at(-1)?.switch).toEqual({
      look: "rows",
      order: "name",
    });
  });
});

describe("an entry of the list", () => {
  it("says why what can't work was not opened, and does not offer it", async () => {
    const reason = "Only the DevOps Agent service may assume this role.";
    fake.on("launch", () => {
      throw { code: "refused", message: reason, remedy: "Switch to another role." };
    });
    const { user } = arrive();
    await screen.findByText("ledger read only");
    await user.keyboard("DevOps{Enter}");
    await screen.findByText("Switch to another role.");
    expect(fake.requests("launch")).toEqual([{ id: 3 }]);
    await screen.findByText("Switch to an administrator role in that account to look at it.");
    const button = await screen.findByRole("button", { name: /as DevOps Agent in fraud$/ });
    expect(button.getAttribute("aria-disabled") ?? button.hasAttribute("disabled")).toBeTruthy();
  });

  it("is picked by a click, opened by another, and marked by its star", async () => {
    const { user } = arrive();
    const row = (await screen.findByText("ledger read only")).closest("[role=option]");
    await user.click(row as Element);
    await screen.findByRole("region", { name: "Entry ledger read only" });
    expect(fake.requests("launch")).toEqual([]);
    await user.click(row?.querySelector("[data-does=star]") as Element);
    expect(fake.requests("change_switch_entries")).toEqual([
      { of: { kind: "some", ids: [2] }, change: { kind: "favourite", on: true } },
    ]);
    await user.click(row?.querySelector("[data-does=open]") as Element);
    expect(fake.requests("launch")).toEqual([{ id: 2 }]);
  });

  it("moves by its place among all, where the order is by hand", async () => {
    fake.on("get_preferences", () => ({
      ...standardPreferences,
      switch: { look: "rows", order: "manual" },
    }));
    const { user } = arrive(rowsOf(Array.from({ length: 30 }, (_, i) => `entry ${i + 1}`)));
    await screen.findByText("entry 1");
    await user.keyboard("{PageDown}");
    await user.click(await screen.findByRole("button", { name: "Move entry 26 up" }));
    expect(fake.requests("move_switch_entry")).toEqual([{ id: 26, to: 24 }]);
    await user.type(await search(), "entry 2");
    const up = await screen.findByRole("button", { name: /^Move entry 2 up/ });
    await user.click(up);
    expect(fake.requests("move_switch_entry")).toHaveLength(1);
  });
});

describe("the entry shown beside the list", () => {
  it("can't be pressed while another one is chosen", async () => {
    const { user } = arrive();
    await screen.findByRole("region", { name: "Entry checkout-prod admin" });
    const wrong: string[] = [];
    let late = 0;
    const look = () => {
      const card = document.querySelector<HTMLElement>(".rb-entry");
      const chosen = document.querySelector("[data-active] .rb-option-name")?.textContent;
      if (!card || card.ariaLabel === `Entry ${chosen}`) return;
      late += 1;
      if (!card.hasAttribute("inert")) wrong.push(`${card.ariaLabel} for ${chosen}`);
    };
    const seen = new MutationObserver(look);
    seen.observe(document.body, { subtree: true, childList: true, attributes: true });
    await user.keyboard("{ArrowDown}");
    await screen.findByRole("region", { name: "Entry ledger read only" });
    await user.keyboard("DevOps");
    const card = await screen.findByRole("region", { name: "Entry DevOps Agent in fraud" });
    seen.disconnect();
    expect(card.hasAttribute("inert")).toBe(false);
    expect(wrong).toEqual([]);
    expect(late).toBeGreaterThan(0);
  });

  it("says of an entry what the list says, also while somebody types", async () => {
    const rows = rowsOf(["a", "b"]);
    const { user } = arrive(rows);
    await screen.findByRole("region", { name: "Entry a" });
    await user.type(await search(), "a");
    const apart: string[] = [];
    const seen = new MutationObserver(() => {
      const chosen = document.querySelector("[data-active] .rb-option-name")?.textContent;
      const card = document.querySelector<HTMLElement>(".rb-entry")?.ariaLabel;
      if (card !== `Entry ${chosen}`) apart.push(`${card} for ${chosen}`);
    });
    seen.observe(document.body, { subtree: true, childList: true, characterData: true });
    rows.splice(0, 1, ...rowsOf(["a, renamed"]));
    act(() => fake.emit({ kind: "switchEntries" }));
    await screen.findByRole("region", { name: "Entry a, renamed" });
    seen.disconnect();
    expect(apart).toEqual([]);
  });

  it("leaves the keyboard on the list, at what came next, once it was removed", async () => {
    const rows = rowsOf(["a", "b", "c"]);
    const { user } = arrive(rows);
    fake.on("change_switch_entries", ({ of }) => {
      if (of.kind === "some")
        rows.splice(0, 3, ...rows.filter((r) => !of.ids.includes(r.entry.id)));
      return 1;
    });
    await user.click(await screen.findByText("b"));
    await user.click(await screen.findByRole("button", { name: "Remove b" }));
    const dialog = await screen.findByRole("dialog");
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Cancel"));
    await user.click(within(dialog).getByRole("button", { name: "Remove" }));
    await waitFor(async () => expect(await active()).toBe("c"));
    expect(document.activeElement).toBe(screen.getByRole("listbox", { name: "Entries" }));
    for (const name of ["c", "a"]) {
      await user.click(await screen.findByRole("button", { name: `Remove ${name}` }));
      await user.click(await screen.findByRole("button", { name: "Remove" }));
    }
    await screen.findByText("No entries");
    const field = await search();
    await waitFor(() => expect(document.activeElement).toBe(field));
  });
});

describe("several entries", () => {
  it("are chosen by the keyboard and removed after their number was named", async () => {
    const { user } = arrive();
    const list = await screen.findByRole("listbox", { name: "Entries" });
    await screen.findByText("ledger read only");
    act(() => list.focus());
    await user.keyboard(" {ArrowDown} ");
    const bar = screen.getByRole("region", { name: "Selected entries" });
    within(bar).getByText("2 entries selected");
    await user.click(within(bar).getByRole("button", { name: "Remove" }));
    const dialog = await screen.findByRole("dialog");
    within(dialog).getByText("Remove 2 entries?");
    within(dialog).getByText("checkout-prod admin, ledger read only");
    expect(fake.requests("change_switch_entries")).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Remove 2 entries" }));
    await waitFor(() =>
      expect(fake.requests("change_switch_entries")).toEqual([
        { of: { kind: "some", ids: [1, 2] }, change: { kind: "remove" } },
      ]),
    );
  });

  it("are put into a group, all that were found, with the number the user saw", async () => {
    const { user } = arrive(rowsOf(Array.from({ length: 30 }, (_, i) => `entry ${i + 1}`)));
    const list = await screen.findByRole("listbox", { name: "Entries" });
    await screen.findByText("entry 1");
    act(() => list.focus());
    await user.keyboard("{Control>}a{/Control}");
    await screen.findByText("25 entries selected");
    await user.click(screen.getByRole("button", { name: "Select all 30 found" }));
    await screen.findByText("30 entries selected");
    await user.click(screen.getByRole("button", { name: "Set group" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByRole("combobox"), "Ops");
    await user.click(within(dialog).getByRole("button", { name: "Set group" }));
    await waitFor(() => expect(fake.requests("change_switch_entries")).toHaveLength(1));
    const [request] = fake.requests("change_switch_entries");
    expect(request).toMatchObject({
      of: { kind: "found", count: 30, query: { search: "" } },
      change: { kind: "group", name: "Ops" },
    });
  });
});

describe("the form of an entry", () => {
  it("saves every field as a change of that entry", async () => {
    const { user } = arrive();
    await user.click(await screen.findByText("ledger read only"));
    await user.click(await screen.findByRole("button", { name: "Edit ledger read only" }));
    const dialog = await screen.findByRole("dialog");
    const name = within(dialog).getByLabelText("Display name");
    await user.clear(name);
    await user.type(name, "Ledger");
    await user.click(within(dialog).getByRole("button", { name: "How to get there" }));
    await user.click(within(dialog).getByRole("button", { name: "Add a role on the way" }));
    await user.type(within(dialog).getByLabelText("Role ARN"), "arn:x");
    await user.click(within(dialog).getByRole("button", { name: /^Appearance/ }));
    await user.click(within(dialog).getByText("Blue"));
    await user.click(within(dialog).getByRole("button", { name: "Save changes" }));
    await waitFor(() =>
      expect(fake.requests("save_switch_entry")).toEqual([
        {
          id: 2,
          name: "Ledger",
          kind: "role",
          account: "333333333333",
          role: "support/ReadOnly",
          colour: "83d4e8",
          region: "",
          external_id: "",
          session: {
            profile: "",
            chain: [{ role: "arn:x", external_id: "" }],
            session_name: "",
            duration: null,
            mfa: "",
            tags: [],
            source_identity: "",
          },
          group: "",
          favourite: false,
          notes: "",
        },
      ]),
    );
  });

  it("unfolds the section with the first error and goes to the field; nothing is lost", async () => {
    fake.on("check_switch_form", () => ({
      errors: [{ field: "notes", message: "Notes are too long." }],
      warnings: [],
      session_name: null,
      longest: 43_200,
      longest_because: "",
    }));
    const { user } = arrive();
    await user.click(await screen.findByRole("button", { name: "Add entry" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Account ID"), "222222222222");
    await user.click(within(dialog).getByRole("button", { name: "Add" }));
    await within(dialog).findByText("Notes are too long.");
    await waitFor(() => expect(document.activeElement?.tagName).toBe("TEXTAREA"));
    expect(
      within(dialog)
        .getByRole("button", { name: /^Appearance/ })
        .getAttribute("aria-expanded"),
    ).toBe("true");
    expect(within(dialog).getByLabelText<HTMLInputElement>("Account ID").value).toBe(
      "222222222222",
    );
    expect(fake.requests("save_switch_entry")).toEqual([]);
  });

  it("shows why an hour is the most before more can be chosen", async () => {
    const { user } = arrive();
    await user.click(await screen.findByRole("button", { name: "Add entry" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: /^How to get there/ }));
    await user.click(within(dialog).getByRole("button", { name: "Add a role on the way" }));
    await within(dialog).findAllByText("An hour at most: AWS limits role chaining to one hour.");
    await user.click(within(dialog).getByRole("button", { name: /^Session/ }));
    await user.click(within(dialog).getByRole("button", { name: /^Duration/ }));
    const two = await screen.findByRole("option", { name: /^2 hours/ });
    expect(two.getAttribute("aria-disabled")).toBe("true");
    const one = await screen.findByRole("option", { name: /^1 hour/ });
    expect(one.getAttribute("aria-disabled")).not.toBe("true");
  });

  it("asks before what was typed is thrown away", async () => {
    const { user } = arrive();
    await user.click(await screen.findByRole("button", { name: "Add entry" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Display name"), "x");
    await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
    await user.click(await within(dialog).findByRole("button", { name: "Keep editing" }));
    expect(within(dialog).getByLabelText<HTMLInputElement>("Display name").value).toBe("x");
    await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
    await user.click(await within(dialog).findByRole("button", { name: "Discard" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("keeps the partition of a role, and a copy is a new entry with a name that fits", () => {
    const role = "arn:aws-cn:iam::222222222222:role/a/B";
    const entry = { ...first.entry, role, name: "N".repeat(64), favourite: true };
    expect(formOf(entry)).toMatchObject({ account: "", role });
    const copy = duplicateOf(entry);
    expect(copy).toMatchObject({ id: null, role, favourite: false });
    expect(copy.name).toBe(`${"N".repeat(59)} copy`);
  });

  it("asks of a permission set for its profile, and for nothing a role is assumed with", async () => {
    const { user } = arrive();
    await user.click(await screen.findByRole("button", { name: "Add entry" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText(/^External ID/), "ext-1");
    await user.click(within(dialog).getByRole("radio", { name: /^Permission set/ }));
    for (const gone of [/^How to get there/, /^Session/]) {
      expect(within(dialog).queryByRole("button", { name: gone })).toBeNull();
    }
    expect(within(dialog).queryByLabelText(/^External ID/)).toBeNull();
    await user.click(within(dialog).getByRole("button", { name: /^AWS profile/ }));
    await user.click(await screen.findByRole("option", { name: /^operations/ }));
    await user.type(within(dialog).getByLabelText("Display name"), "Payments");
    await user.click(within(dialog).getByRole("button", { name: "Add" }));
    await waitFor(() => expect(fake.requests("save_switch_entry")).toHaveLength(1));
    const [sent] = fake.requests("save_switch_entry");
    expect(sent).toMatchObject({ kind: "permissionSet", account: "", role: "", external_id: "" });
    expect(sent?.session?.profile).toBe("operations");
    expect(sent?.session).toMatchObject({ chain: [], duration: null, mfa: "", tags: [] });
  });

  it("shows a permission set by its name, and changes it as what it is", async () => {
    const set = permissionSetRow;
    expect(formOf(set.entry)).toMatchObject({
      kind: "permissionSet",
      account: "444444444444",
      role: "AdministratorAccess",
    });
    const { user } = arrive([set]);
    await screen.findByText("AdministratorAccess · permission set");
    expect(screen.queryByTitle("The console can't be switched to it")).toBeNull();
    await user.click(await screen.findByText("payments sign-in"));
    await screen.findByText("Permission set");
    expect(screen.queryByText(set.verdict.kind === "notSwitched" ? set.verdict.reason : "")).toBe(
      null,
    );
  });
});

it("has ink that can be read on its colour", () => {
  expect(inkOn("f2b0a9")).toBe("#000000");
  expect(inkOn("1a3a5c")).toBe("#ffffff");
});
