import type { Page } from "@playwright/test";
import { open, openSpace, row, screens, select, spaceHash, verifyAll } from "./app";
import { expect, test } from "./bridge";

/** Presses Tab until this has the keyboard. */
async function tabTo(page: Page, role: Parameters<Page["getByRole"]>[0], name: string | RegExp) {
  const target = page.getByRole(role, { name, exact: typeof name === "string" }).first();
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((e) => e === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${role} ${name} cannot be reached with Tab`);
}

test("the main job runs by the keyboard alone", async ({ page }) => {
  await open(page, "#/spaces");
  await expect(page.getByRole("link", { name: "production-operations" })).toBeVisible();
  // Within a table the arrow keys move, from the header down.
  await tabTo(page, "button", "Name");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("link", { name: "production-operations" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(row(page, "888888888888")).toBeVisible();

  await tabTo(page, "button", "Add");
  await page.keyboard.press("Enter");
  await tabTo(page, "textbox", "Account ID");
  await page.keyboard.type("333333333333");
  await tabTo(page, "button", "Next");
  await page.keyboard.press("Enter");
  await tabTo(page, "radio", /Guide me|Do it for me/);
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: /Do it for me/ })).toBeChecked();
  await tabTo(page, "button", "Preview changes");
  await page.keyboard.press("Enter");
  await tabTo(page, "button", "Create the role");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The role is ready")).toBeVisible();
  await tabTo(page, "button", "Next");
  await page.keyboard.press("Enter");
  await expect(page.getByText("What Add does")).toBeVisible();
  await tabTo(page, "button", "Add");
  await page.keyboard.press("Enter");
  await expect(
    page.getByText("Account 333333333333 is connected to production-operations."),
  ).toBeVisible({ timeout: 30_000 });
  await tabTo(page, "button", "Go to the agent space");
  await page.keyboard.press("Enter");
  await expect(row(page, "333333333333")).toContainText("Active");
});

/** Opens a dialog by the keyboard and leaves it with Escape: the keyboard is where it was. */
async function escapes(page: Page, opener: string) {
  const from = page.getByRole("button", { name: opener, exact: true }).first();
  await from.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog, opener).toBeVisible();
  await expect(dialog.locator(":focus"), `${opener}: focus goes into it`).toHaveCount(1);
  // Tab goes round in it and never out of it.
  for (let presses = 0; presses < 25; presses++) {
    await page.keyboard.press("Tab");
    await expect(dialog.locator(":focus"), `${opener}: Tab ${presses}`).toHaveCount(1);
  }
  // A list of suggestions that is open takes Escape for itself.
  while ((await dialog.locator("[role=combobox]:focus").count()) > 0) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Escape");
  await expect(dialog, opener).toHaveCount(0);
  await expect(from, opener).toBeFocused();
}

test("Escape closes every dialog, and the keyboard is back where it was", async ({
  page,
  bridge,
}) => {
  await verifyAll(bridge);
  await openSpace(page);
  await select(page, "444444444444");
  for (const name of ["Edit", "Update", "Remove", "Preferences"]) await escapes(page, name);
  await open(page, `${spaceHash}/add`);
  await escapes(page, "Cancel");
  await bridge.call("save_switch_entry", {
    id: null,
    name: "Admin",
    account: "222222222222",
    role: "Admin",
    colour: "f2b0a9",
    region: "",
    external_id: "",
  });
  await open(page, "#/switch");
  for (const name of ["Add entry", "Edit Admin", "Remove Admin"]) await escapes(page, name);
  await open(page, "#/settings");
  await escapes(page, "Reset sandbox");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`what has the keyboard shows it, ${colorScheme}`, async ({ page, bridge }) => {
    // Eight hundred presses take a busy machine a minute.
    test.slow();
    await verifyAll(bridge);
    await page.emulateMedia({ colorScheme });
    for (const screen of screens) {
      await open(page, screen);
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      const unseen = new Set<string>();
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press("Tab");
        const found = await page.evaluate(focusWithoutRing);
        if (found) unseen.add(found);
      }
      expect([...unseen], screen).toEqual([]);
    }
  });
}

/** What has the keyboard, if it looks the same once the keyboard is gone from it. */
function focusWithoutRing(): string | null {
  const e = document.activeElement;
  if (!(e instanceof HTMLElement) || e === document.body) return null;
  const near: Element[] = [e, ...[...e.querySelectorAll("*")].slice(0, 8)];
  for (let up = e.parentElement; up && near.length < 14; up = up.parentElement) near.push(up);
  const look = () =>
    near.map((x) =>
      ["", "::before", "::after"].map((part) => {
        const s = getComputedStyle(x, part || null);
        return [s.content, s.outline, s.boxShadow, s.border, s.inset].join();
      }),
    );
  const focused = JSON.stringify(look());
  e.blur();
  return JSON.stringify(look()) === focused ? e.outerHTML.slice(0, 160) : null;
}
