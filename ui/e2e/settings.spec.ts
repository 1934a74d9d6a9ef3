import { button, enterAccount, flash, open, openSpace, row, tick } from "./app";
import { expect, test } from "./bridge";

test("the theme changes at once and stays", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page, "#/settings");
  const dark = page.locator("body.awsui-dark-mode, html.awsui-dark-mode");
  await expect(dark).toHaveCount(0);
  await button(page, "Dark").click();
  await expect(dark).toHaveCount(1);
  await page.reload();
  await expect(dark).toHaveCount(1);
  await page.getByRole("button", { name: "Theme", exact: true }).click();
  await page.getByRole("menuitemcheckbox", { name: "Light" }).click();
  await expect(dark).toHaveCount(0);
});

test("the sandbox is made slower, and put back to how it came", async ({ page, bridge }) => {
  await enterAccount(page, "333333333333");
  await open(page, "#/settings");
  await expect(page.getByLabel("Propagation")).toHaveValue("1");
  await page.getByLabel("Propagation").fill("7");
  await page.getByLabel("Validation").fill("4");
  await button(page, "Save").click();
  await expect(flash(page, "Sandbox settings saved")).toBeVisible();
  expect(await bridge.call("get_sandbox", null)).toEqual({
    propagation_seconds: 7,
    validation_seconds: 4,
  });
  await page.getByLabel("Validation").fill("601");
  await button(page, "Save").click();
  await expect(page.getByText("Enter at most 600 seconds.")).toBeVisible();
  await expect(page.getByLabel("Validation")).toBeFocused();
  await button(page, "Reset sandbox").click();
  const dialog = page.getByRole("dialog", { name: "Reset the sandbox?" });
  await button(dialog, "Cancel").click();
  await expect(dialog).toHaveCount(0);
  await button(page, "Reset sandbox").click();
  await button(dialog, "Reset").click();
  await expect(flash(page, "The sandbox was reset")).toBeVisible();
  await openSpace(page);
  await expect(page.getByText(/^Secondary source in progress/)).toHaveCount(0);
  await expect(row(page, "333333333333")).toHaveCount(0);
});

test("another identity is chosen, and the sandbox again", async ({ page }) => {
  await open(page, "#/spaces");
  await button(page, "Connect real AWS").first().click();
  await tick(page.getByRole("radio", { name: /^payments-admin/ }));
  await button(page, "Connect").click();
  await expect(flash(page, "Connected with payments-admin")).toBeVisible();
  await expect(page.getByText("No agent spaces", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Sandbox/ })).toHaveCount(0);
  await page.getByRole("button", { name: /^Identity payments-admin/ }).click();
  await page.getByRole("menuitem", { name: "Use another identity" }).click();
  await tick(page.getByRole("radio", { name: /^Sandbox/ }).first());
  await button(page, "Connect").click();
  await expect(page.getByRole("link", { name: "production-operations" })).toBeVisible();
});
