import type { Page } from "@playwright/test";
import { open, row } from "./app";
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
