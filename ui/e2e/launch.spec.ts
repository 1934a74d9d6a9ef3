import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { button, flash, open, verifyAll } from "./app";
import { type Bridge, expect, test } from "./bridge";

const ROLE = "OrganizationAccountAccessRole";

async function entry(bridge: Bridge, name: string, role = ROLE, more = {}) {
  const form = { id: null, name, account: "222222222222", role, colour: "f2b0a9" };
  const id = await bridge.call("save_switch_entry", {
    ...form,
    region: "eu-west-1",
    external_id: "",
    ...more,
  });
  return id;
}

/** What the back end noted in a file of its folder. */
function noted(bridge: Bridge, file: string): string {
  const path = join(bridge.home, file);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

async function menu(page: Page, name: string): Promise<Locator> {
  await button(page, `More ways to use ${name}`).click();
  return page.getByRole("menu");
}

test("the menu opens each way by the keyboard, and a closed one says why", async ({
  page,
  bridge,
}) => {
  await entry(bridge, "Prod");
  await open(page, "#/switch");
  await button(page, "More ways to use Prod").focus();
  await page.keyboard.press("Enter");
  // It begins at one that works; what does not stands last.
  await expect(page.getByRole("menuitem", { name: /^Switch/ })).toBeFocused();
  const console_ = page.getByRole("menuitem", { name: /^Open console/ });
  await expect(console_).toHaveAttribute("aria-disabled", "true");
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("tooltip")).toHaveText(
    "The sandbox has no console to sign in to. Instead: open the switch-role page, open a terminal or copy exports for a shell.",
  );
  // Nothing happens on it.
  await page.keyboard.press("Enter");
  expect(bridge.opened()).toEqual([]);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(flash(page, "Opening a terminal as Prod")).toBeVisible();
  const [line] = noted(bridge, "terminals.txt").trim().split("\n");
  expect(line).toContain('"Prod - Rolebridge"');
  expect(line).toContain('"--sandbox", "roles", "shell"');
});

test("exports are copied past the page, counted down and cleared at once when asked", async ({
  page,
  bridge,
}) => {
  const answers: string[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/ipc/")) void response.text().then((text) => answers.push(text));
  });
  await entry(bridge, "Prod");
  await open(page, "#/switch");
  await (await menu(page, "Prod")).getByRole("menuitem", { name: /^Copy exports/ }).click();
  await expect(flash(page, /^Exports of Prod for .* were copied$/)).toBeVisible();
  const text = noted(bridge, "clipboard.txt");
  const token = /AWS_SESSION_TOKEN=?\s*'?(SANDBOX[0-9A-F]+)/.exec(text)?.[1];
  expect(token).toBeTruthy();
  await expect(page.getByText(/They are taken out of the clipboard at .* \(\d+ s\)/)).toBeVisible();
  await button(page, "Clear now").click();
  await expect(flash(page, "The clipboard was cleared")).toBeVisible();
  expect(noted(bridge, "clipboard.txt")).toBe("");
  expect(answers.length).toBeGreaterThan(3);
  expect(answers.join("\n")).not.toContain(token);
  expect(await page.content()).not.toContain(token);
});

test("a page of the console and a Region are chosen, opened and remembered", async ({
  page,
  bridge,
}) => {
  await entry(bridge, "Prod");
  await open(page, "#/switch");
  await (await menu(page, "Prod")).getByRole("menuitem", { name: /^Open in/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Console page").click();
  await page.getByRole("option", { name: "CloudWatch" }).click();
  await dialog.getByLabel(/^Region/).fill("cn-north-1");
  await button(dialog, "Open").click();
  await expect(dialog.getByText("cn-north-1 is not in the role's partition, aws.")).toBeVisible();
  await dialog.getByLabel(/^Region/).fill("eu-north-1");
  await button(dialog, "Open").click();
  await expect(flash(page, "Switching to Prod")).toBeVisible();
  await expect(dialog).toBeHidden();
  const to = encodeURIComponent(
    "https://eu-north-1.console.aws.amazon.com/cloudwatch/home?region=eu-north-1",
  ).replaceAll("-", "%2D");
  const [opened] = bridge.opened();
  expect(opened?.replaceAll(".", "%2E")).toContain(`redirect_uri=${to.replaceAll(".", "%2E")}`);
  await (await menu(page, "Prod")).getByRole("menuitem", { name: /^Open in/ }).click();
  await expect(dialog.getByLabel("Console page")).toHaveText("CloudWatch");
  await expect(dialog.getByLabel(/^Region/)).toHaveValue("eu-north-1");
});

test("what a click does and its browser are chosen for an entry", async ({ page, bridge }) => {
  await entry(bridge, "Prod");
  await open(page, "#/switch");
  await (await menu(page, "Prod")).getByRole("menuitem", { name: /^How it opens/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What a click does").click();
  await page.getByRole("option", { name: "Switch" }).click();
  await dialog.getByText("This entry has its own browser").click();
  await dialog.getByLabel("Browser", { exact: true }).click();
  await page.getByRole("option", { name: "Chromium" }).click();
  await dialog.getByLabel("Browser profile").click();
  await page.getByRole("option", { name: "Work" }).click();
  await dialog.getByText("Private window").click();
  await button(dialog, "Save").click();
  await expect(flash(page, "Prod opens as you chose")).toBeVisible();
  await button(page, "Switch to Prod").click();
  await expect(flash(page, "Switching to Prod")).toBeVisible();
  expect(noted(bridge, "browsers.txt").trim()).toBe(
    'BrowserWindow { browser: Some("chromium"), profile: Named("Profile 1"), private: true }',
  );
});

test("a role nobody may assume offers nothing and says what to do", async ({ page, bridge }) => {
  await verifyAll(bridge);
  await entry(bridge, "Agent", "DevOpsAgentRole-SecondaryAccount");
  await open(page, "#/switch");
  await expect(button(page, "Open the console as Agent")).toBeDisabled();
  const items = (await menu(page, "Agent")).getByRole("menuitem");
  for (const name of ["Open console", "Switch", "Open terminal", "Copy exports"]) {
    await expect(items.filter({ hasText: name }).first()).toHaveAttribute("aria-disabled", "true");
  }
});

test("the account's colour in the console is read, shown, confirmed and set, and taken away", async ({
  page,
  bridge,
}) => {
  const id = await entry(bridge, "Prod");
  await open(page, "#/switch");
  const dialog = page.getByRole("dialog");
  const fact = (label: string) =>
    dialog.locator("dt", { hasText: label }).locator("xpath=following-sibling::dd");
  const ask = async () => {
    await (await menu(page, "Prod")).getByRole("menuitem", { name: /^Colour in the AWS/ }).click();
    await expect(dialog.getByText(/^Everybody who uses the console/)).toBeVisible();
  };
  await ask();
  await expect(fact("Shown now")).toHaveText("No colour");
  await expect(fact("Shown afterwards")).toHaveText("Red");
  await button(dialog, "Cancel").click();
  await expect(dialog).toBeHidden();
  expect((await bridge.call("get_account_colour", id)).now).toBe("none");

  await ask();
  await button(dialog, "Set for everybody").click();
  await expect(flash(page, /^The colour of account 222222222222 .* was changed/)).toBeVisible();
  await expect(dialog).toBeHidden();
  expect((await bridge.call("get_account_colour", id)).now).toBe("red");

  await ask();
  await expect(fact("Shown now")).toHaveText("Red");
  await expect(button(dialog, "Set for everybody")).toBeDisabled();
  await dialog.getByLabel("New colour").click();
  await page.getByRole("option", { name: "No colour" }).click();
  await button(dialog, "Remove for everybody").click();
  await expect(dialog).toBeHidden();
  expect((await bridge.call("get_account_colour", id)).now).toBe("none");

  await open(page, "#/activity");
  await expect(page.getByText("uxc:UpdateAccountCustomizations")).toHaveCount(2);
});

test("a role that may not set the account's colour says which action is missing", async ({
  page,
  bridge,
}) => {
  await entry(bridge, "Reader", "Developer");
  await open(page, "#/switch");
  await (await menu(page, "Reader")).getByRole("menuitem", { name: /^Colour in the AWS/ }).click();
  const dialog = page.getByRole("dialog");
  await button(dialog, "Set for everybody").click();
  await expect(
    dialog.getByText(/^AWS denied uxc:UpdateAccountCustomizations on account 222222222222/),
  ).toBeVisible();
  await expect(dialog.getByText(/AWSManagementConsoleAdministratorAccess/)).toBeVisible();
});
