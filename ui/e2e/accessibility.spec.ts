import { expect, type Page, test } from "@playwright/test";
import axe from "axe-core";

const space = "#/spaces/111111111111/us-east-1/9f3c2a";
const screens = [
  "#/spaces",
  "#/spaces/create",
  space,
  `${space}/add`,
  "#/switch",
  "#/activity",
  "#/settings",
  "#/connect",
];

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

test("the details of a source have no accessibility violation", async ({ page }) => {
  await page.goto(`./${space}`);
  await page.getByRole("button", { name: "Details of account 666666666666" }).click();
  for (const name of ["Overview", "Trust policy", "Permissions", "Association", "History"]) {
    await page.getByRole("tab", { name, exact: true }).click();
    await page.waitForLoadState("networkidle");
    expect(await violations(page), name).toEqual([]);
  }
});

test("a plan can be read, run and followed", async ({ page }) => {
  await page.goto(`./${space}`);
  await page.getByRole("checkbox", { name: /^Select 222222222222/ }).check({ force: true });
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  expect(await violations(page), "dialog").toEqual([]);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText("Done: 1 of 1 step done")).toBeVisible();
  expect(await violations(page), "plan").toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const screen of screens) {
    test(`${screen} has no accessibility violation, ${colorScheme}`, async ({ page }) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      await page.emulateMedia({ colorScheme });
      await page.goto(`./${screen}`);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
      await page.waitForLoadState("networkidle");
      expect(await violations(page)).toEqual([]);
      expect(errors).toEqual([]);
    });
  }
}
