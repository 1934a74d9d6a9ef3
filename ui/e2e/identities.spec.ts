import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { button, flash, open, row } from "./app";
import { type Bridge, expect, test } from "./bridge";

const key = "AKIAIOSFODNN7EXAMPLE";
const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/** What the person types into the window of the system, one line a time. */
function types(bridge: Bridge, ...lines: string[]) {
  writeFileSync(join(bridge.home, "answers.txt"), lines.map((l) => `${l}\n`).join(""));
}

test("checking says who each identity is, with progress", async ({ page }) => {
  await open(page, "#/identities");
  await expect(row(page, "payments-admin").getByText("Not checked")).toBeVisible();
  await button(page, "Check all").click();
  await expect(flash(page, /Checking \d+ identities: finished/)).toBeVisible();
  await expect(row(page, "payments-admin").getByText("Signed in", { exact: true })).toBeVisible();
  await expect(row(page, "payments-admin")).toContainText("222222222222");
});

test("details by keyboard, and another identity in use", async ({ page }) => {
  await open(page, "#/identities");
  await page.getByLabel("Find identities").fill("payments-admin");
  const link = page.getByRole("link", { name: "Details of payments-admin" });
  await link.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Endpoint of AWS STS")).toBeVisible();
  await page.getByRole("button", { name: "Actions" }).last().click();
  await page.getByRole("menuitem", { name: "Use this identity" }).click();
  await expect(flash(page, "Connected with payments-admin")).toBeVisible();
  await expect(row(page, "payments-admin").getByText("In use")).toBeVisible();
});

test("a key is typed once, outside the page, and removed again", async ({ page, bridge }) => {
  types(bridge, "too short", secret);
  await open(page, "#/identities");
  await button(page, "Add access key").click();
  const dialog = page.getByRole("dialog");
  await button(dialog, "Next: type the secret").click();
  await expect(dialog.getByText("Enter a name of at most 64 characters.")).toBeVisible();
  await dialog.getByLabel("Name").fill("Break glass");
  await dialog.getByLabel("Access key ID").fill(key);
  await dialog.getByLabel("Region").fill("eu-west-1");
  await page.keyboard.press("Escape");
  await button(dialog, "Next: type the secret").click();
  await expect(flash(page, "Break glass was added")).toBeVisible();
  const asked = readFileSync(join(bridge.home, "asked.txt"), "utf8");
  expect(asked.match(new RegExp(`Secret access key: .*${key}`, "g"))).toHaveLength(2);
  // The sandbox knows no such key, and says so in a sentence.
  await expect(row(page, "Break glass").getByText("Not usable")).toBeVisible();
  await page.getByRole("link", { name: "Details of Break glass" }).click();
  await expect(page.getByText(/The access key is not one of the sandbox/).first()).toBeVisible();

  await page.getByRole("button", { name: "Actions" }).last().click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await button(page.getByRole("dialog"), "Remove").click();
  await expect(flash(page, "Break glass was removed")).toBeVisible();
  await expect(row(page, "Break glass")).toHaveCount(0);
  expect(await page.content()).not.toContain(secret);
});

test("giving up in that window is no failure", async ({ page, bridge }) => {
  types(bridge);
  await open(page, "#/identities");
  await button(page, "Add access key").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Break glass");
  await dialog.getByLabel("Access key ID").fill(key);
  await dialog.getByLabel("Region").fill("eu-west-1");
  await page.keyboard.press("Escape");
  await button(dialog, "Next: type the secret").click();
  await expect
    .poll(() => readFileSync(join(bridge.home, "asked.txt"), { encoding: "utf8", flag: "a+" }))
    .toContain(key);
  await expect(button(dialog, "Next: type the secret")).toBeEnabled();
  await expect(dialog.getByLabel("Name")).toHaveValue("Break glass");
  await expect(dialog.getByRole("alert")).toHaveCount(0);
});
