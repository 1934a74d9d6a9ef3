import {
  accounts,
  button,
  clipboard,
  flash,
  openSpace,
  row,
  select,
  sortBy,
  tick,
  untick,
  verifyAll,
} from "./app";
import { expect, test } from "./bridge";

test("the page shows the facts, and the table is in sight", async ({ page, bridge }) => {
  await openSpace(page);
  await expect(page.getByText("Investigates what pages us at night")).toBeVisible();
  await button(page, "Copy agent space ARN").click();
  expect(await clipboard(page)).toBe(
    "arn:aws:aidevops:us-east-1:111111111111:agentspace/5f2c9a31-7d04-4e8b-9c16-0b8e4d7a2f63",
  );
  // Without scrolling, at the size the window opens with.
  for (const account of ["222222222222", "444444444444", "666666666666"]) {
    await expect(row(page, account)).toBeInViewport();
    await expect(row(page, account).getByText("Active")).toBeInViewport();
  }
  await button(page, "Open in AWS console").click();
  await expect.poll(() => bridge.opened()).toHaveLength(1);
  expect(bridge.opened()[0]).toMatch(/^https:\/\/.*us-east-1/);
});

test("the table sorts and filters", async ({ page, bridge }) => {
  await verifyAll(bridge);
  await openSpace(page);
  expect(await accounts(page)).toEqual([
    "222222222222",
    "444444444444",
    "666666666666",
    "777777777777",
    "888888888888",
  ]);
  await sortBy(page, "Account ID");
  await expect
    .poll(() => accounts(page))
    .toEqual(["888888888888", "777777777777", "666666666666", "444444444444", "222222222222"]);
  await sortBy(page, "Account ID");

  const filter = page.getByRole("combobox", { name: "Find secondary sources" });
  await filter.fill("payments");
  await filter.press("Enter");
  await expect.poll(() => accounts(page)).toEqual(["222222222222"]);
  await expect(page.getByText("1 match", { exact: true }).first()).toBeVisible();
  await button(page, "Clear filters").click();

  await filter.fill("Status = ");
  await page.getByRole("option", { name: "Failed" }).click();
  await expect.poll(() => accounts(page)).toEqual(["777777777777", "888888888888"]);
  await button(page, "Clear filters").click();

  await filter.fill("Template = ");
  await page.getByRole("option", { name: "AWS DevOps Agent (preview)" }).click();
  await expect.poll(() => accounts(page)).toEqual(["444444444444"]);
  await button(page, "Clear filters").click();

  await filter.fill("nothing like it");
  await filter.press("Enter");
  await expect(page.getByText("No secondary source matches the filters.")).toBeVisible();
});

test("the table stays as it was set", async ({ page }) => {
  await openSpace(page);
  await button(page, "Preferences").click();
  const dialog = page.getByRole("dialog", { name: "Preferences" });
  await tick(dialog.getByRole("radio", { name: "50 rows" }));
  await untick(dialog.getByLabel("Account name", { exact: true }));
  await button(dialog, "Confirm").click();
  const name = page.getByRole("columnheader", { name: "Account name" });
  await expect(name).toHaveCount(0);
  await page.reload();
  await expect(row(page, "888888888888")).toBeVisible();
  await expect(name).toHaveCount(0);
  await button(page, "Preferences").click();
  await expect(dialog.getByRole("radio", { name: "50 rows" })).toBeChecked();
});

test("all sources are verified, and it shows how far that is", async ({ page, bridge }) => {
  await bridge.call("save_sandbox", { propagation_seconds: 1, validation_seconds: 2 });
  await openSpace(page);
  await button(page, "Verify all").click();
  await expect(flash(page, /of 5 done/).first()).toBeVisible();
  await expect(flash(page, "Verifying 5 sources: finished")).toBeVisible();
  await expect(flash(page, /3 need attention/)).toBeVisible();
  await expect(row(page, "666666666666")).toContainText("Active, role differs");
  await expect(row(page, "777777777777")).toContainText("Failed");
  await expect(row(page, "888888888888")).toContainText("Failed");
  await expect(row(page, "222222222222")).toContainText("GA");
  await expect(row(page, "444444444444")).toContainText("Preview");
});

test("one source is verified", async ({ page }) => {
  await openSpace(page);
  await select(page, "444444444444");
  await button(page, "Verify").click();
  await expect(flash(page, /: finished$/)).toBeVisible();
  await expect(row(page, "444444444444")).toContainText("acme-data-platform");
  await expect(row(page, "222222222222")).toContainText("Not checked yet");
});

test("a verification can be stopped", async ({ page, bridge }) => {
  await bridge.call("save_sandbox", { propagation_seconds: 1, validation_seconds: 30 });
  await openSpace(page);
  await button(page, "Verify all").click();
  await button(page, "Stop").click();
  await expect(flash(page, /: stopped$/)).toBeVisible();
});

test("the details show what was found and how it differs", async ({ page, bridge }) => {
  await verifyAll(bridge);
  await openSpace(page);
  await button(page, "Details of account 777777777777").click();
  const tab = (name: string) => page.getByRole("tab", { name, exact: true }).click();
  await expect(page.getByRole("heading", { name: /^777777777777/ })).toBeVisible();
  await expect(page.getByText(/aws:SourceAccount names 777777777777/).first()).toBeVisible();

  await tab("Trust policy");
  await button(page, "Compare with the template: Trust policy").click();
  const diff = page.getByRole("group", { name: "Lines of trust policy", exact: true });
  await expect(diff.getByText('"aws:SourceAccount": "777777777777"')).toBeVisible();
  await expect(diff.getByText('"aws:SourceAccount": "111111111111"')).toBeVisible();

  await tab("Permissions");
  await expect(page.getByText("AllowCreateServiceLinkedRoles").first()).toBeVisible();
  await tab("Association");
  await expect(page.getByText("0d5b7c1e-4a52-4c0f-9f0e-6e1a2b3c4d06")).toBeVisible();
  await tab("History");
  await expect(page.getByRole("list", { name: "History, newest first" })).toContainText("Verify");

  await button(page, "Details of account 666666666666").click();
  await tab("Permissions");
  await expect(page.getByText("Not in the template")).toBeVisible();
  await button(page, "Close details").click();
  await expect(page.getByRole("tab", { name: "History" })).toHaveCount(0);
  await expect(button(page, "Details of account 666666666666")).toBeFocused();
});

test("the name and the way into an account are edited", async ({ page }) => {
  await openSpace(page);
  await select(page, "222222222222");
  await button(page, "Edit").click();
  const dialog = page.getByRole("dialog", { name: /^Edit/ });
  await dialog.getByLabel(/^Account name/).fill("Payments, production");
  await dialog.getByLabel("Role to assume").fill("not a role");
  await button(dialog, "Save").click();
  await expect(dialog.getByLabel("Role to assume")).toHaveAttribute("aria-invalid", "true");
  await tick(dialog.getByRole("radio", { name: "Use an AWS profile" }));
  await dialog.getByRole("button", { name: /^AWS profile/ }).click();
  await page.getByRole("option", { name: /^payments-admin/ }).click();
  await button(dialog, "Save").click();
  await expect(dialog).toHaveCount(0);
  await expect(row(page, "222222222222")).toContainText("Payments, production");
  await select(page, "222222222222");
  await page.reload();
  await button(page, "Details of account 222222222222").click();
  await expect(page.getByText("AWS profile payments-admin")).toBeVisible();
});

for (const width of [800, 1280, 1600]) {
  test(`at ${width} pixels the details of a source are whole`, async ({ page, bridge }) => {
    await page.setViewportSize({ width, height: 820 });
    await verifyAll(bridge);
    await openSpace(page);
    const opener = button(page, "Details of account 777777777777");
    await opener.click();
    const panel = page.getByRole("region", { name: /^777777777777/ });
    for (const name of ["Overview", "Trust policy", "Permissions", "Association", "History"]) {
      await expect(panel.getByRole("tab", { name, exact: true })).toBeInViewport({ ratio: 1 });
    }
    // What was clicked is not under it.
    const hit = () =>
      opener.evaluate((e) => {
        const { x, y, width: w, height: h } = e.getBoundingClientRect();
        return e.contains(document.elementFromPoint(x + w / 2, y + h / 2));
      });
    await expect.poll(hit).toBe(true);
    await panel.getByRole("tab", { name: "Trust policy", exact: true }).click();
    const text = panel.getByRole("group", { name: "Text of trust policy" });
    await expect(text.getByText("aws:SourceAccount")).toBeVisible();
    // A line of a trust policy, with its indent, on one line.
    const { width: wide } = (await text.boundingBox())!;
    expect(wide).toBeGreaterThan(560);
    expect(await text.evaluate((e) => e.scrollWidth - e.clientWidth)).toBe(0);
  });
}
