import type { Page } from "@playwright/test";
import axe from "axe-core";
import { button, open, openSpace, preview, screens, select, verifyAll } from "./app";
import { type Bridge, expect, test } from "./bridge";

interface Violation {
  id: string;
  nodes: Array<{ html: string; failureSummary?: string }>;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const run = (
      window as unknown as { axe: { run: (o: object) => Promise<{ violations: Violation[] }> } }
    ).axe.run;
    const answer = await run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    });
    return answer.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" | ")}`);
  });
  return found;
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:role/Caller" },
      Action: "sts:AssumeRole",
      Resource: "*",
      Condition: { StringEquals: { "sts:ExternalId": "right" } },
    },
  ],
});

/** Something to see on every screen. */
async function furnish(bridge: Bridge) {
  const { request, ...bench } = await bridge.call("get_workbench", null);
  await bridge.call("save_workbench", {
    ...bench,
    documents: [
      { id: "d1", name: "Trust", kind: "trust", level: 0, text: trust },
      { id: "d2", name: "Half", kind: "serviceControl", level: 1, text: "{" },
    ],
    request: {
      ...request,
      principal: "arn:aws:iam::111111111111:role/Caller",
      resource: "arn:aws:iam::222222222222:role/Target",
      context: [{ key: "sts:ExternalId", value: "wrong" }],
    },
  });
  await verifyAll(bridge);
  const form = { id: null, account: "222222222222", colour: "f2b0a9", region: "", external_id: "" };
  await bridge.call("save_switch_entry", { ...form, name: "Admin", role: "Admin" });
  await bridge.call("save_switch_entry", {
    ...form,
    name: "Agent",
    role: "DevOpsAgentRole-SecondaryAccount",
  });
}

async function widerThanWindow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

test("the details of a source have no accessibility violation", async ({ page, bridge }) => {
  await verifyAll(bridge);
  await openSpace(page);
  await button(page, "Details of account 777777777777").click();
  for (const name of ["Overview", "Trust policy", "Permissions", "Association", "History"]) {
    await page.getByRole("tab", { name, exact: true }).click();
    await expect(page.getByRole("tabpanel", { name })).not.toBeEmpty();
    expect(await violations(page), name).toEqual([]);
  }
});

test("dialogs and plans have no accessibility violation", async ({ page, bridge }) => {
  await verifyAll(bridge);
  await openSpace(page);
  await button(page, "Delete").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await violations(page), "Delete").toEqual([]);
  await button(page.getByRole("dialog"), "Cancel").click();
  await select(page, "444444444444");
  for (const name of ["Update", "Edit", "Remove"]) {
    await button(page, name).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await violations(page), name).toEqual([]);
    if (name !== "Remove") await button(page.getByRole("dialog"), "Cancel").click();
  }
  await button(page.getByRole("dialog"), "Next").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Review and run");
  await button(page, "Remove").click();
  await expect(page.getByText("Done: 1 of 1 step done")).toBeVisible();
  expect(await violations(page), "plan").toEqual([]);
});

test("a refused role has no accessibility violation", async ({ page }) => {
  await preview(page, "210987654321");
  await button(page, "Create the role").click();
  await expect(page.getByText(/AWS denied iam:CreateRole/)).toBeVisible();
  await page
    .getByRole("button", { name: /^Show the document/ })
    .first()
    .click();
  expect(await violations(page)).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`no screen has an accessibility violation, ${colorScheme}`, async ({ page, bridge }) => {
    await furnish(bridge);
    await page.emulateMedia({ colorScheme });
    for (const screen of screens) {
      await open(page, screen);
      await expect(page.getByText("Loading", { exact: true })).toHaveCount(0);
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      expect(await violations(page), screen).toEqual([]);
    }
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`the quick switcher has no accessibility violation, ${colorScheme}`, async ({
    page,
    bridge,
  }) => {
    await furnish(bridge);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 640, height: 540 });
    await page.goto("./quick.html");
    await expect(page.getByRole("option")).toHaveCount(2);
    await expect(page.getByRole("button", { name: /^Copy exports/ })).toBeEnabled();
    expect(await violations(page), "found").toEqual([]);
    await page.keyboard.type("Agent");
    await expect(page.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toBeVisible();
    expect(await violations(page), "refused").toEqual([]);
    await page.keyboard.type(" nothing like it");
    await expect(page.getByText("No entry matches what you typed.")).toBeVisible();
    expect(await violations(page), "nothing found").toEqual([]);
  });
}

test("at 900 pixels no page is wider than the window", async ({ page, bridge }) => {
  await furnish(bridge);
  await page.setViewportSize({ width: 900, height: 700 });
  for (const screen of screens) {
    await open(page, screen);
    expect(await widerThanWindow(page), screen).toBe(0);
  }
  await openSpace(page);
  await button(page, "Details of account 777777777777").click();
  await expect(page.getByRole("tab", { name: "History" })).toBeVisible();
  expect(await widerThanWindow(page), "details").toBe(0);
  await preview(page, "333333333333");
  await page
    .getByRole("button", { name: /^Show the document/ })
    .first()
    .click();
  expect(await widerThanWindow(page), "plan").toBe(0);
});
