import type { Page } from "@playwright/test";
import { verifyAll } from "./app";
import { type Bridge, expect, test } from "./bridge";

const accounts = ["222222222222", "333333333333", "444444444444"];

/** Entries of the sandbox's member accounts, with these names. */
async function fill(bridge: Bridge, ...names: string[]) {
  for (const [n, name] of names.entries()) {
    await bridge.call("save_switch_entry", {
      id: null,
      name,
      account: accounts[n % accounts.length] ?? "",
      role: "OrganizationAccountAccessRole",
      colour: "b7ca9d",
      region: "",
      external_id: "",
    });
  }
}

async function open(page: Page) {
  await page.setViewportSize({ width: 640, height: 540 });
  await page.goto("./quick.html");
  await expect(page.getByRole("combobox", { name: "Find a role" })).toBeFocused();
}

const names = (page: Page) =>
  page
    .getByRole("option")
    .evaluateAll((rows) => rows.map((r) => r.querySelector(".rb-quick-name")?.textContent));

test("a role is found and opened at the exact address by the keyboard alone", async ({
  page,
  bridge,
}) => {
  await fill(bridge, "ledger prod", "web staging", "web prod admin");
  await open(page);
  await expect(page.getByRole("option")).toHaveCount(3);
  await page.keyboard.type("prod web");
  await expect.poll(() => names(page)).toEqual(["web prod admin"]);
  const hidden = page.waitForRequest("**/ipc/hide_quick");
  await page.keyboard.press("Enter");
  await hidden;
  expect(bridge.opened()).toEqual([
    "https://signin.aws.amazon.com/switchrole?account=444444444444&roleName=OrganizationAccountAccessRole&displayName=web%20prod%20admin&color=b7ca9d",
  ]);
});

test("arrow keys go round, a digit opens the row it stands at, Escape puts it away", async ({
  page,
  bridge,
}) => {
  await fill(bridge, "One", "Two", "Three");
  await open(page);
  await expect(page.getByRole("option")).toHaveCount(3);
  const order = await names(page);
  const chosen = page.getByRole("option", { selected: true });
  await page.keyboard.press("ArrowUp");
  await expect(chosen).toContainText(order[2] ?? "");
  await page.keyboard.press("ArrowDown");
  await expect(chosen).toContainText(order[0] ?? "");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("combobox")).toBeFocused();
  await page.keyboard.press("Control+2");
  await expect.poll(() => bridge.opened()).toHaveLength(1);
  expect(bridge.opened()[0]).toContain(`displayName=${order[1]}&`);
  const hidden = page.waitForRequest("**/ipc/hide_quick");
  await page.keyboard.press("Escape");
  await hidden;
});

test("what was opened last stands first, and nine rows fit the window", async ({
  page,
  bridge,
}) => {
  await fill(bridge, ..."abcdefghijkl".split("").map((letter) => `Role ${letter}`));
  const all = await bridge.call("list_switch_entries", {
    search: "Role l",
    group: null,
    favourites: false,
    order: "use",
    page: 1,
    page_size: 1,
  });
  await bridge.call("open_switch_entry", all.rows[0]?.entry.id ?? 0);
  await open(page);
  await expect(page.getByRole("option")).toHaveCount(9);
  expect((await names(page))[0]).toBe("Role l");
  const list = await page.getByRole("listbox").evaluate((e) => [e.scrollHeight, e.clientHeight]);
  expect(list[0]).toBeLessThanOrEqual(list[1] ?? 0);
});

test("what can't be opened says why and stays", async ({ page, bridge }) => {
  await verifyAll(bridge);
  await bridge.call("save_switch_entry", {
    id: null,
    name: "Agent",
    account: "222222222222",
    role: "DevOpsAgentRole-SecondaryAccount",
    colour: "f2b0a9",
    region: "",
    external_id: "",
  });
  await open(page);
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("service may assume this role");
  expect(bridge.opened()).toEqual([]);
});

test("a search with no result, and no entries at all", async ({ page, bridge }) => {
  await open(page);
  await expect(page.getByText(/^There are no entries yet/)).toBeVisible();
  await fill(bridge, "One");
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.type("nothing like it");
  await expect(page.getByText("No entry matches what you typed.")).toBeVisible();
});
