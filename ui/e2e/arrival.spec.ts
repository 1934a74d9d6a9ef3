import type { Locator, Page } from "@playwright/test";
import { button, open, openSpace, preview, select } from "./app";
import { expect, test } from "./bridge";

// A window in which no form fits together with the plan made from it.
test.use({ viewport: { width: 1000, height: 520 } });

/** A heading has the keyboard and stands in sight, with its name for those who listen. */
async function arrived(plan: Locator) {
  await expect(plan).toBeFocused();
  await expect(plan).toBeInViewport({ ratio: 1 });
}

const plan = (page: Page, name: RegExp) => page.getByRole("group", { name });

for (const reducedMotion of ["no-preference", "reduce"] as const) {
  test(`previewed changes come into sight, motion ${reducedMotion}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion });
    await preview(page, "333333333333");
    await arrived(plan(page, /account 333333333333: \d+ calls/));
    // A second look at the same account is a new plan, and comes into sight again.
    await button(page, "Preview changes").click();
    await arrived(plan(page, /account 333333333333: \d+ calls/));
  });
}

test("what keeps the changes from being previewed comes into sight", async ({ page }) => {
  await preview(page, "345678901234");
  await arrived(plan(page, /OrganizationAccountAccessRole could not be assumed/));
});

test("a plan that was there before does not take the keyboard", async ({ page }) => {
  await preview(page, "333333333333");
  await arrived(plan(page, /account 333333333333/));
  await button(page, "Previous").click();
  await button(page, "Next").click();
  await expect(page.getByText("Who creates the role?")).toBeVisible();
  await expect(plan(page, /account 333333333333/)).not.toBeFocused();
});

for (const [name, title] of [
  ["Update", /^Update role/],
  ["Remove", /^Remove/],
] as const) {
  test(`${name}: the plan comes into sight`, async ({ page }) => {
    await openSpace(page);
    await select(page, "777777777777");
    await button(page, name).click();
    await button(page.getByRole("dialog"), "Next").click();
    await arrived(plan(page, title));
  });
}

test("the plan of a new agent space comes into sight", async ({ page }) => {
  await open(page, "#/spaces/create");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("orders");
  await button(page, "Next").click();
  await arrived(plan(page, /orders/));
});

test("a screen begins at its top", async ({ page }) => {
  // Once its code is loaded, nothing shorter stands in between.
  await open(page, "#/settings");
  await openSpace(page);
  await page.mouse.wheel(0, 2000);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(100);
  await page.getByRole("link", { name: "Settings", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeInViewport({
    ratio: 1,
  });
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("production-operations");
});
