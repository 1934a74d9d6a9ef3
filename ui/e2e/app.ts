import type { Locator, Page } from "@playwright/test";
import type { SpaceRef } from "../src/ipc/SpaceRef";
import type { SwitchQuery } from "../src/ipc/SwitchQuery";
import { type Bridge, expect } from "./bridge";

/** The seeded agent space most tests look at. */
export const production: SpaceRef = {
  account: "111111111111",
  region: "us-east-1",
  id: "5f2c9a31-7d04-4e8b-9c16-0b8e4d7a2f63",
};
export const spaceHash = `#/spaces/${production.account}/${production.region}/${production.id}`;
/** Every screen that has an address of its own. */
export const screens = [
  "#/spaces",
  "#/spaces/create",
  spaceHash,
  `${spaceHash}/add`,
  "#/switch",
  "#/identities",
  "#/transfer/import",
  "#/transfer/export",
  "#/transfer/publish",
  "#/transfer/team",
  "#/workbench",
  "#/activity",
  "#/settings",
  "#/connect",
];
export const everything = {
  tokens: [],
  join: "and" as const,
  descending: false,
  page: 1,
  page_size: 100,
};

/** The switch entries as people put them. */
export const allEntries: SwitchQuery = {
  search: "",
  group: null,
  favourites: false,
  order: "manual",
  page: 1,
  page_size: 100,
};

/** Goes to a screen and waits for its heading. */
export async function open(page: Page, hash: string) {
  await page.goto(`./${hash}`);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
}

/** The agent space, with its secondary sources read. */
export async function openSpace(page: Page) {
  await open(page, spaceHash);
  await expect(row(page, "888888888888")).toBeVisible();
}

/** Reads all there is and verifies it, past the screen. */
export async function verifyAll(bridge: Bridge) {
  await bridge.call("refresh_spaces", null);
  await bridge.call("refresh_sources", production);
  await bridge.call("verify_sources", { kind: "all", space: production });
  await expect
    .poll(async () => (await sources(bridge)).filter((s) => s.last_checked === null).length)
    .toBe(0);
}

export async function sources(bridge: Bridge) {
  const answer = await bridge.call("list_sources", {
    space: production,
    ...everything,
    sort: "account",
  });
  return answer.rows;
}

export function button(at: Page | Locator, name: string): Locator {
  return at.getByRole("button", { name, exact: true });
}

export function row(at: Page | Locator, text: string): Locator {
  return at.getByRole("row").filter({ hasText: text });
}

export function flash(page: Page, text: string | RegExp): Locator {
  return page.getByRole("region", { name: "Notifications" }).getByText(text);
}

/** Ticks a box or a radio button. What is drawn for it lies over the control and takes the click. */
export async function tick(control: Locator, checked = true) {
  if ((await control.isChecked()) === checked) return;
  await control.locator("xpath=../..").click();
  await expect(control).toBeChecked({ checked });
}

export async function untick(control: Locator) {
  await tick(control, false);
}

export async function select(page: Page, account: string) {
  await tick(page.getByRole("checkbox", { name: new RegExp(`^Select ${account}`) }));
}

/** What can be scrolled sideways, and how far. */
export function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("main *")]
      .filter((e) => ["auto", "scroll"].includes(getComputedStyle(e).overflowX))
      .filter((e) => e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1)
      .map((e) => `${e.className}: ${e.scrollWidth} in ${e.clientWidth}`),
  );
}

export function clipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Sorts by a column. A table whose header sticks draws it twice; the first is the one in sight. */
export async function sortBy(page: Page, column: string) {
  await page.locator("th").filter({ hasText: column }).first().getByText(column).first().click();
}

/** Accounts of the table, in the order shown. */
export function accounts(page: Page): Promise<string[]> {
  return page
    .getByRole("button", { name: /^Details of account/ })
    .evaluateAll((links) => links.map((l) => l.textContent ?? ""));
}

/** Fills the first step of the wizard and goes on. */
export async function enterAccount(page: Page, account: string) {
  await open(page, `${spaceHash}/add`);
  await page.getByLabel("Account ID").fill(account);
  await button(page, "Next").click();
  await expect(page.getByText("Who creates the role?")).toBeVisible();
}

/** Lets Rolebridge look into the account. */
export async function preview(page: Page, account: string) {
  await enterAccount(page, account);
  await tick(page.getByRole("radio", { name: /Do it for me/ }));
  await button(page, "Preview changes").click();
}
