import { existsSync, readFileSync } from "node:fs";
import {
  button,
  everything,
  flash,
  open,
  production,
  row,
  sideways,
  sortBy,
  verifyAll,
} from "./app";
import { expect, test } from "./bridge";

test("the log filters, sorts, turns its pages and is exported", async ({ page, bridge }) => {
  const count = async () =>
    (await bridge.call("list_activity", { ...everything, sort: "at" })).total;
  await verifyAll(bridge);
  // What is as it was and works is not logged again.
  for (let lines = 8; lines <= 26; lines += 3) {
    await bridge.call("verify_sources", { kind: "all", space: production });
    await expect.poll(count).toBeGreaterThanOrEqual(lines);
  }
  await open(page, "#/activity");
  const lines = page.getByRole("row").filter({ hasText: "Verify" });
  await expect(lines).toHaveCount(25);
  await button(page, "Next page").click();
  await expect(lines).not.toHaveCount(25);

  const filter = page.getByRole("combobox", { name: "Find activity" });
  await filter.fill("Account = ");
  await page.getByRole("option", { name: "777777777777" }).click();
  await expect(row(page, "777777777777").first()).toBeVisible();
  await expect(row(page, "222222222222")).toHaveCount(0);
  await button(page, "Clear filters").click();
  await filter.fill("Result = ");
  await page.getByRole("option", { name: "Succeeded" }).click();
  await expect(row(page, "222222222222").first()).toBeVisible();
  await expect(row(page, "777777777777")).toHaveCount(0);

  await sortBy(page, "Account");
  await expect(lines.first()).toContainText("222222222222");
  await sortBy(page, "Account");
  await expect(lines.first()).toContainText("444444444444");

  await button(page, "Export CSV").click();
  await expect(flash(page, /lines were exported$/)).toBeVisible();
  const path = (await flash(page, /\.csv$/).textContent()) ?? "";
  expect(existsSync(path)).toBe(true);
  const text = readFileSync(path, "utf8");
  expect(text).toContain("222222222222");
  expect(text).not.toContain("777777777777");
});

test("an empty log says what it is for", async ({ page }) => {
  await open(page, "#/activity");
  await expect(page.getByText("No activity", { exact: true })).toBeVisible();
  await expect(button(page, "Export CSV")).toBeDisabled();
});

test("a table with nothing in it has no scrollbar, until there is something", async ({
  page,
  bridge,
}) => {
  for (const [width, height] of [
    [1400, 820],
    [800, 700],
  ] as const) {
    await page.setViewportSize({ width, height });
    await open(page, "#/activity");
    // The side bar opens by itself where there is room.
    await page.reload();
    await expect(page.getByText("No activity", { exact: true })).toBeVisible();
    expect(await sideways(page), `activity at ${width}`).toEqual([]);
  }
  await verifyAll(bridge);
  await expect(row(page, "777777777777").first()).toBeVisible();
  // Its columns have their widths again.
  expect(await sideways(page)).not.toEqual([]);
});
