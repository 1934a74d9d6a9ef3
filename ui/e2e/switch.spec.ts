import type { Page } from "@playwright/test";
import { button, flash, open, verifyAll } from "./app";
import { type Bridge, expect, test } from "./bridge";

async function entry(bridge: Bridge, name: string, account: string, role: string, more = {}) {
  const form = { id: null, name, account, role, colour: "f2b0a9", region: "", external_id: "" };
  await bridge.call("save_switch_entry", { ...form, ...more });
}

function names(page: Page): Promise<string[]> {
  return page
    .getByRole("button", { name: /^Switch to/ })
    .evaluateAll((all) => all.map((b) => b.getAttribute("aria-label")?.slice(10) ?? ""));
}

test("an entry is added, edited, opened at the exact address and removed", async ({
  page,
  bridge,
}) => {
  await open(page, "#/switch");
  await expect(page.getByText("No entries", { exact: true })).toBeVisible();
  await button(page, "Add entry").first().click();
  const dialog = page.getByRole("dialog");
  await button(dialog, "Add").click();
  await expect(dialog.getByLabel("Account ID")).toBeFocused();
  await dialog.getByLabel("Account ID").fill("333333333333");
  await dialog.getByLabel("Role name or ARN").fill("OrganizationAccountAccessRole");
  await dialog.getByLabel("Display name").fill("Web, admin");
  await dialog.getByRole("radio", { name: "Green" }).check({ force: true });
  await button(dialog, "Add").click();
  await expect(flash(page, "Web, admin was saved")).toBeVisible();

  await button(page, "Switch to Web, admin").click();
  await expect(flash(page, "Switching to Web, admin")).toBeVisible();
  expect(bridge.opened()).toEqual([
    "https://signin.aws.amazon.com/switchrole?account=333333333333&roleName=OrganizationAccountAccessRole&displayName=Web%2C%20admin&color=b7ca9d",
  ]);

  await button(page, "Edit Web, admin").click();
  await dialog.getByLabel("Display name").fill("Web");
  await button(dialog, "Save changes").click();
  await expect(button(page, "Switch to Web")).toBeVisible();
  await button(page, "Remove Web").click();
  await button(dialog, "Remove").click();
  await expect(page.getByText("No entries", { exact: true })).toBeVisible();
});

test("entries are reordered by the keyboard, and searched", async ({ page, bridge }) => {
  for (const [name, account] of [
    ["One", "222222222222"],
    ["Two", "333333333333"],
    ["Three", "444444444444"],
  ] as const) {
    await entry(bridge, name, account, "OrganizationAccountAccessRole");
  }
  await open(page, "#/switch");
  await expect.poll(() => names(page)).toEqual(["One", "Two", "Three"]);
  await button(page, "Move Three up").focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => names(page)).toEqual(["One", "Three", "Two"]);
  await expect(button(page, "Move Three up")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect.poll(() => names(page)).toEqual(["Three", "One", "Two"]);
  await page.reload();
  await expect.poll(() => names(page)).toEqual(["Three", "One", "Two"]);

  const search = page.getByRole("searchbox", { name: "Find entries" });
  await search.fill("333333333333");
  await expect.poll(() => names(page)).toEqual(["Two"]);
  await search.fill("nothing like it");
  await expect(page.getByText("No entry matches what you typed.")).toBeVisible();
});

test("a DevOps Agent role and one with an external ID cannot be switched to", async ({
  page,
  bridge,
}) => {
  await verifyAll(bridge);
  await entry(bridge, "Agent", "222222222222", "DevOpsAgentRole-SecondaryAccount");
  await entry(bridge, "Vendor", "333333333333", "VendorRole", { external_id: "secret-1" });
  await open(page, "#/switch");
  await expect(
    page.getByText("Only the AWS DevOps Agent service may assume this role.").first(),
  ).toBeVisible();
  await expect(page.getByText(/^The console can't send an external ID/).first()).toBeVisible();
  // Nothing leads to the one; to the other a terminal does, so a click opens that.
  await expect(button(page, "Open the console as Agent")).toBeDisabled();
  await expect(button(page, "Open a terminal as Vendor")).toBeEnabled();
  await button(page, "More ways to use Vendor").click();
  await expect(page.getByRole("menuitem", { name: /^Switch/ })).toBeDisabled();
  await page.keyboard.press("Escape");
  // Each way by itself: the CLI sends an external ID, and no way leads past a trust policy.
  const agent = page.getByRole("list", { name: "Ways to Agent" });
  await expect(agent.getByRole("listitem")).toHaveText([
    "Console closed",
    "CLI closed",
    "Federation closed",
  ]);
  const vendor = page.getByRole("list", { name: "Ways to Vendor" });
  await expect(vendor.getByRole("listitem").first()).toHaveText("Console closed");
  await expect(vendor.getByRole("listitem").nth(1)).not.toHaveText("CLI closed");
  await button(agent, "CLI closed: why, for Agent").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "CLI closed" })).toContainText(/service/);
  await page.keyboard.press("Escape");
  await expect(button(agent, "CLI closed: why, for Agent")).toBeFocused();
});

test("a Region of any partition is suggested for an entry", async ({ page }) => {
  await open(page, "#/switch");
  await button(page, "Add entry").first().click();
  const region = page.getByRole("dialog").getByLabel(/^Region/);
  for (const [typed, name] of [
    ["north-1", "eu-north-1"],
    ["GovCloud", "us-gov-west-1"],
    ["Ningxia", "cn-northwest-1"],
    ["eusc", "eusc-de-east-1"],
  ] as const) {
    await region.fill(typed);
    await expect(page.getByRole("option", { name: new RegExp(name) })).toBeVisible();
  }
});

test("the longest names leave the buttons of an entry in a row", async ({ page, bridge }) => {
  await bridge.call("save_switch_entry", {
    id: null,
    name: "N".repeat(64),
    account: "222222222222",
    role: "R".repeat(64),
    colour: "f2b0a9",
    region: "",
    external_id: "",
  });
  for (const width of [800, 1400]) {
    await page.setViewportSize({ width, height: 820 });
    await open(page, "#/switch");
    const tops = await page
      .getByRole("button", { name: /^(Move|Edit|Remove) N+/ })
      .evaluateAll((all) => all.map((e) => Math.round(e.getBoundingClientRect().top)));
    expect(tops, `at ${width}`).toHaveLength(4);
    expect(new Set(tops).size, `at ${width}`).toBe(1);
  }
});
