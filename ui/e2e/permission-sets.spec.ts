import type { Locator, Page } from "@playwright/test";
import { allEntries, button, flash, open } from "./app";
import { expect, test } from "./bridge";

/** Opens a list of choices by the keyboard, narrows it, and takes what is left. */
async function choose(page: Page, control: Locator, typed: string) {
  await control.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option", { name: new RegExp(typed) })).toBeVisible();
  await page.keyboard.type(typed);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(control).toContainText(typed);
}

test("an entry of a permission set is typed, refused at its fields, saved, listed and edited", async ({
  page,
  bridge,
}) => {
  await open(page, "#/switch");
  await button(page, "Add entry").first().focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /^Role/ }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("radio", { name: /^Permission set/ })).toBeChecked();
  // What only a role is asked for with is not there to be filled.
  await expect(dialog.getByLabel(/^External ID/)).toHaveCount(0);

  await dialog.getByLabel("Account ID").focus();
  await page.keyboard.type("12345");
  await page.keyboard.press("Tab");
  await expect(dialog.getByRole("textbox", { name: "Permission set" })).toBeFocused();
  await page.keyboard.type("AdministratorAccess");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Payments, admin");
  await page.keyboard.press("Enter");
  const profile = dialog.getByRole("button", { name: /^AWS profile/ });
  await expect(dialog.getByText(/^Choose a profile\./)).toBeVisible();
  await expect(dialog.getByText(/12 digits/).last()).toBeVisible();
  await expect(dialog.getByLabel("Account ID")).toHaveAttribute("aria-invalid", "true");
  await expect(profile).toBeFocused();
  await expect(dialog.getByLabel("Account ID")).toHaveValue("12345");
  await expect(dialog.getByRole("textbox", { name: "Permission set" })).toHaveValue(
    "AdministratorAccess",
  );
  await expect(dialog.getByLabel("Display name")).toHaveValue("Payments, admin");

  // A profile of another account is said at the profile, and nothing typed is lost.
  await choose(page, profile, "payments-admin");
  await dialog.getByLabel("Account ID").fill("333333333333");
  await dialog.getByLabel("Account ID").press("Enter");
  await expect(
    dialog.getByText(
      "This profile is of the permission set AdministratorAccess of account 222222222222.",
    ),
  ).toBeVisible();
  await expect(profile).toBeFocused();
  await dialog.getByLabel("Account ID").fill("222222222222");
  await dialog.getByLabel("Account ID").press("Enter");
  await expect(flash(page, "Payments, admin was saved")).toBeVisible();

  const listed = page.getByRole("option", { name: /^Payments, admin/ });
  await expect(listed).toContainText("AdministratorAccess · permission set");
  const shown = page.getByRole("region", { name: "Entry Payments, admin", exact: true });
  await expect(shown).toContainText("Permission set");
  await expect(shown).toContainText("payments-admin");

  await button(page, "Edit Payments, admin").focus();
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("radio", { name: /^Permission set/ })).toBeChecked();
  await expect(dialog.getByLabel("Account ID")).toHaveValue("222222222222");
  await dialog.getByLabel("Display name").fill("Payments");
  await dialog.getByLabel("Display name").press("Enter");
  await expect(flash(page, "Payments was saved")).toBeVisible();
  const { rows } = await bridge.call("list_switch_entries", allEntries);
  expect(rows.map((r) => [r.entry.name, r.entry.session?.profile])).toEqual([
    ["Payments", "payments-admin"],
  ]);
});
