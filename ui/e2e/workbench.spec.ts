import { readFileSync } from "node:fs";
import { type Page } from "@playwright/test";
import { button, clipboard, enterAccount, open, production, tick, verifyAll } from "./app";
import { expect, test } from "./bridge";

const trust = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::111111111111:role/Caller" },
      "Action": "sts:AssumeRole",
      "Resource": "*",
      "Condition": { "StringEquals": { "sts:ExternalId": "right" } }
    }
  ]
}`;

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** A tab that can be closed is a group with two buttons. */
const tab = (page: Page, name: string | RegExp) => page.getByRole("group", { name });

async function paste(page: Page, text: string) {
  await button(page, "Add document").click();
  await page.getByRole("menuitem", { name: "Paste or type" }).click();
  await page.getByRole("textbox", { name: /^Policy / }).fill(text);
}

async function ask(page: Page) {
  await page
    .getByRole("textbox", { name: "Who asks" })
    .fill("arn:aws:iam::111111111111:role/Caller");
  await page.getByLabel("Resource", { exact: true }).fill("arn:aws:iam::222222222222:role/Target");
}

test("a policy is checked, mended and decided, and nothing is lost", async ({ page }) => {
  await open(page, "#/spaces");
  await page.getByRole("link", { name: "Policy workbench" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Policy workbench");
  await paste(page, trust.replace('"Effect": "Allow",', '"Effect": "Allow"'));
  await expect(page.getByText(/^Line 6, column 7: Expected/)).toBeVisible();
  const field = page.getByRole("textbox", { name: /^Policy / });
  await expect(field).toHaveAttribute("aria-invalid", "true");

  await field.fill(trust);
  await expect(page.getByText(/of 2,048 characters/)).toBeVisible();
  // The finding leads to its place in the text.
  await page.getByRole("button", { name: /^Line 8/ }).click();
  await expect(field).toBeFocused();
  const chosen = await field.evaluate((e: HTMLTextAreaElement) =>
    e.value.slice(e.selectionStart, e.selectionEnd),
  );
  expect(chosen).toBe('"Resource": "*"');
  await page.getByRole("button", { name: /^Show the fix: .*Resource/ }).click();
  await page.getByRole("button", { name: /^Apply the fix/ }).click();
  await expect(field).not.toHaveValue(/"Resource"/);
  await expect(page.getByRole("button", { name: /^Show the fix/ })).toHaveCount(0);
  await button(page, "Undo").click();
  await expect(field).toHaveValue(/"Resource"/);
  await page.getByRole("button", { name: /^Show the fix: .*Resource/ }).click();
  await page.getByRole("button", { name: /^Apply the fix/ }).click();

  await ask(page);
  await expect(page.getByText("Denied implicitly", { exact: true }).first()).toBeVisible();
  await expect(region(page, "Reasons")).toContainText("sts:ExternalId is not in the request");
  await page.getByRole("button", { name: /^Apply: Send the external ID/ }).click();
  await expect(page.getByRole("textbox", { name: "Value of sts:ExternalId" })).toHaveValue("right");
  // The caller's own side lacks now.
  await expect(region(page, "Smallest fix")).toContainText("Identity policy");
  await page.getByRole("button", { name: /^Apply: Add a statement/ }).click();
  await expect(page.getByText("Allowed", { exact: true })).toBeVisible();
  await expect(page.getByRole("tabpanel", { name: "Identity policy" })).toBeVisible();
  await region(page, "Reasons")
    .getByRole("button", { name: /^Policy, statement 1/ })
    .click();
  await expect(field).toHaveAttribute("aria-label", "Policy Policy");
  await expect(page.locator(".rb-mark-decided").first()).toContainText("sts:AssumeRole");

  await page.waitForTimeout(500);
  await page.reload();
  await expect(page.getByText("Allowed", { exact: true })).toBeVisible();
  await expect(field).toHaveValue(/role\/Caller/);
});

test("clearing asks first and stays cleared", async ({ page, bridge }) => {
  await open(page, "#/workbench");
  await paste(page, trust);
  await button(page, "Clear workbench").click();
  await button(page.getByRole("dialog"), "Cancel").click();
  await expect(page.getByRole("textbox", { name: /^Policy / })).toHaveValue(trust);
  await page.getByRole("textbox", { name: /^Policy / }).fill(`${trust} `);
  await button(page, "Clear workbench").click();
  await button(page.getByRole("dialog"), "Clear").click();
  await expect(page.getByText("No documents")).toBeVisible();
  await page.waitForTimeout(500);
  expect((await bridge.call("get_workbench", null)).documents).toEqual([]);
});

test("documents come from a file, a template and a source, and are compared", async ({
  page,
  bridge,
}) => {
  await verifyAll(bridge);
  await open(page, "#/workbench");
  await page.getByLabel("Policy files").setInputFiles({
    name: "mine.json",
    mimeType: "application/json",
    buffer: Buffer.from(trust),
  });
  await expect(tab(page, "mine")).toBeVisible();

  await button(page, "Add document").click();
  await page.getByRole("menuitem", { name: "From a template" }).click();
  const dialog = page.getByRole("dialog");
  await button(dialog, "Load").click();
  await expect(dialog.getByText(/is missing/).first()).toBeVisible();
  await dialog.getByLabel("Primary account").fill(production.account);
  await dialog.getByLabel("Secondary account").fill("222222222222");
  await dialog.getByLabel("Region").fill(production.region);
  await dialog.getByLabel("Agent space ID").fill(production.id);
  await button(dialog, "Load").click();
  await expect(tab(page, /^Trust of/)).toBeVisible();

  await button(page, "Add document").click();
  await page.getByRole("menuitem", { name: "From a secondary source" }).click();
  await dialog.getByRole("button", { name: /^Agent space/ }).click();
  await page.getByRole("option", { name: /production-operations/ }).click();
  await dialog.getByRole("button", { name: /^Secondary source/ }).click();
  await page.getByRole("option", { name: /222222222222/ }).click();
  await button(dialog, "Load").click();
  await expect(tab(page, /^Trust of/)).toHaveCount(2);

  // The template's and the role's own, which was made from it: they mean the same.
  const side = (label: string) => page.getByRole("button", { name: new RegExp(`^${label}`) });
  const choose = async (label: string, name: RegExp, nth: number) => {
    await side(label).click();
    await page.getByRole("option", { name }).nth(nth).click();
    await expect(side(label)).toContainText(name);
  };
  const saved = async () => (await bridge.call("get_workbench", null)).compared;
  await choose("Second document", /Trust of/, 1);
  await choose("First document", /Trust of/, 0);
  await expect.poll(saved).toEqual(["d2", "d4"]);
  await expect(page.getByText("Both grant and deny the same")).toBeVisible();
  await choose("Second document", /mine/, 0);
  await expect(page.getByText("They do not grant the same")).toBeVisible();
  // Choosing what stands on the other side swaps the two.
  await choose("First document", /mine/, 0);
  await expect(side("Second document")).toContainText("Trust of");
  await page
    .getByRole("button", { name: /^Show statement 1/ })
    .first()
    .click();
  await expect(page.getByRole("textbox", { name: /^Policy / })).toBeFocused();
  // What it is used as is seen from the document.
  const kind = page.getByRole("button", { name: /^Used as/ });
  await page.getByLabel("Policy files").setInputFiles({
    name: "own.json",
    mimeType: "application/json",
    buffer: Buffer.from(
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}',
    ),
  });
  await expect(tab(page, "own")).toBeVisible();
  await expect(kind).toContainText("Identity policy");
});

test("a known principal brings the keys it sends, and a document is copied and exported", async ({
  page,
  bridge,
}) => {
  await bridge.call("refresh_spaces", null);
  await open(page, "#/workbench");
  await paste(page, '{"Version":"2012-10-17","Statement":[]}');
  await page.getByRole("button", { name: /Choose somebody known/ }).click();
  await page.getByRole("option", { name: /AWS DevOps Agent for agent space production/ }).click();
  await expect(page.getByRole("textbox", { name: "Value of aws:SourceAccount" })).toHaveValue(
    production.account,
  );
  await button(page, "Copy Policy").click();
  await expect.poll(() => clipboard(page)).toContain('{\n  "Version"');
  await button(page, "Export").click();
  await expect(page.getByText("The document was exported")).toBeVisible();
  const path = await page.getByText(/Policy\.json$/).textContent();
  expect(readFileSync(path ?? "", "utf8")).toContain('{\n  "Version"');
});

test("the wizard says beforehand whether it will work", async ({ page, bridge }) => {
  await bridge.call("refresh_spaces", null);
  await enterAccount(page, "333333333333");
  await expect(page.getByText("It will work, as far as the documents tell.")).toBeVisible();
  await page.getByRole("button", { name: /^What was tried/ }).click();
  const tried = page.getByRole("list", { name: "What was tried on the documents" });
  await expect(tried.getByRole("listitem")).toHaveCount(3);
  await expect(tried).toContainText("An agent space of any other account is refused");
  await expect(page.getByText(/Resource control policies of the organization/)).toBeVisible();
  await tick(page.getByRole("radio", { name: /Do it for me/ }));
  await expect(page.getByText("It will work, as far as the documents tell.")).toBeVisible();
});

test("the role that names the wrong account is explained", async ({ page, bridge }) => {
  await verifyAll(bridge);
  await open(page, "#/workbench");
  await button(page, "Add document").click();
  await page.getByRole("menuitem", { name: "From a secondary source" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^Agent space/ }).click();
  await page.getByRole("option", { name: /production-operations/ }).click();
  await dialog.getByRole("button", { name: /^Secondary source/ }).click();
  await page.getByRole("option", { name: /777777777777/ }).click();
  await button(dialog, "Load").click();
  await page.getByRole("button", { name: /Choose somebody known/ }).click();
  await page.getByRole("option", { name: /AWS DevOps Agent for agent space production/ }).click();
  await expect(page.getByText("Denied implicitly", { exact: true })).toBeVisible();
  await expect(region(page, "Reasons")).toContainText("aws:SourceAccount is");
  await expect(page.locator(".rb-mark-decided").first()).toContainText("Effect");
});
