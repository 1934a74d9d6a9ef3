import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { allEntries, button, flash, open, sideways, verifyAll } from "./app";
import { type Bridge, expect, test } from "./bridge";

async function entry(bridge: Bridge, name: string, account: string, role: string, more = {}) {
  const form = { id: null, name, account, role, colour: "f2b0a9", region: "", external_id: "" };
  await bridge.call("save_switch_entry", { ...form, ...more });
}

function list(page: Page): Locator {
  return page.getByRole("listbox", { name: "Entries" });
}

/** The names in the list, in their order. */
function names(page: Page): Promise<string[]> {
  return list(page)
    .locator(".rb-option-name")
    .evaluateAll((all) => all.map((e) => e.textContent ?? ""));
}

/** What is said of the entry the keyboard is at. */
function details(page: Page, name: string): Locator {
  return page.getByRole("region", { name: `Entry ${name}`, exact: true });
}

const NOTES = "the search that finds it";

test("an entry is added, found and opened by the keyboard alone, at the exact address", async ({
  page,
  bridge,
}) => {
  for (const name of ["Other prod", "Payments", "Admin of nothing"]) {
    await entry(bridge, name, "222222222222", "OrganizationAccountAccessRole");
  }
  await open(page, "#/switch");
  await expect.poll(() => names(page)).toHaveLength(3);
  await button(page, "Add entry").focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Account ID")).toBeVisible();
  await dialog.getByLabel("Account ID").focus();
  await page.keyboard.type("333333333333");
  await page.keyboard.press("Tab");
  await page.keyboard.type("OrganizationAccountAccessRole");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Web, admin");
  await page.keyboard.press("Enter");
  await expect(flash(page, "Web, admin was saved")).toBeVisible();

  await page.locator("main").press("/");
  await expect(page.getByRole("combobox", { name: "Find entries" })).toBeFocused();
  await page.keyboard.type("adm 3333");
  await page.keyboard.press("Enter");
  await expect(flash(page, "Switching to Web, admin")).toBeVisible();
  expect(bridge.opened()).toEqual([
    "https://signin.aws.amazon.com/switchrole?account=333333333333&roleName=OrganizationAccountAccessRole&displayName=Web%2C%20admin&color=f2b0a9",
  ]);
  // What was used stands first from now on.
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await expect
    .poll(() => names(page))
    .toEqual(["Web, admin", "Admin of nothing", "Other prod", "Payments"]);
});

test("every field of an entry is kept, and a copy of it is another entry", async ({
  page,
  bridge,
}) => {
  await entry(bridge, "Full", "222222222222", "Admin");
  await open(page, "#/switch");
  await button(page, "Edit Full").click();
  const dialog = page.getByRole("dialog");
  for (const title of [/^How to get there/, /^Session/, /^Appearance/]) {
    await dialog.getByRole("button", { name: title }).click();
  }
  await button(dialog, "Add a role on the way").click();
  await expect(dialog.getByLabel("Role ARN")).toBeFocused();
  await dialog.getByLabel("Role ARN").fill("arn:aws:iam::444444444444:role/Two");
  await button(dialog, "Add a role on the way").click();
  await dialog.getByLabel("Role ARN").nth(1).fill("arn:aws:iam::333333333333:role/One");
  await button(dialog, "Move role 2 up").click();
  await expect(dialog.getByText(/^An hour at most: .*role chaining/).first()).toBeVisible();
  await dialog.getByLabel(/^Session name - /).fill("{entry}-x");
  await expect(dialog.getByLabel("Session name now")).toHaveText(/Full-x/);
  await button(dialog, "Add tag").click();
  await dialog.getByLabel("Key of tag 1").fill("aws:no");
  await dialog.getByLabel("Value of tag 1").fill("1");
  await dialog.getByLabel(/^Notes/).fill(NOTES);
  await button(dialog, "Save changes").click();
  await expect(dialog.getByText("Tag keys that begin with aws: are AWS's own.")).toBeVisible();
  await expect(dialog.getByLabel("Key of tag 1")).toBeFocused();
  await expect(dialog.getByLabel(/^Notes/)).toHaveValue(NOTES);
  await dialog.getByLabel("Key of tag 1").fill("team");
  await button(dialog, "Save changes").click();
  await expect(flash(page, "Full was saved")).toBeVisible();

  await page.getByRole("combobox", { name: "Find entries" }).fill("team= finds");
  await expect.poll(() => names(page)).toEqual(["Full"]);
  await button(page, "Duplicate Full").click();
  await button(dialog, "Add").click();
  await expect(flash(page, "Full copy was saved")).toBeVisible();
  const { rows } = await bridge.call("list_switch_entries", allEntries);
  const [full, copy] = rows.map((r) => r.entry);
  expect(copy).toEqual({ ...full, id: copy?.id, name: "Full copy" });
  expect(full?.session).toMatchObject({
    chain: [
      { role: "arn:aws:iam::333333333333:role/One", external_id: null },
      { role: "arn:aws:iam::444444444444:role/Two", external_id: null },
    ],
    session_name: "{entry}-x",
    tags: [{ key: "team", value: "1", transitive: false }],
  });
});

test("entries are reordered by hand, grouped, marked and removed", async ({ page, bridge }) => {
  for (const [name, account] of [
    ["One", "222222222222"],
    ["Two", "333333333333"],
    ["Three", "444444444444"],
  ] as const) {
    await entry(bridge, name, account, "OrganizationAccountAccessRole");
  }
  await open(page, "#/switch");
  await page.getByRole("button", { name: /^Order/ }).click();
  await page.getByRole("option", { name: /^Your order/ }).click();
  await expect.poll(() => names(page)).toEqual(["One", "Two", "Three"]);
  await list(page).focus();
  await page.keyboard.press("End");
  await expect(details(page, "Three")).toBeVisible();
  await button(page, "Move Three up").focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => names(page)).toEqual(["One", "Three", "Two"]);
  await expect(button(page, "Move Three up")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect.poll(() => names(page)).toEqual(["Three", "One", "Two"]);
  await page.reload();
  await expect.poll(() => names(page)).toEqual(["Three", "One", "Two"]);

  await list(page).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect(page.getByText("2 entries selected")).toBeVisible();
  await button(page, "Set group").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Group" }).fill("Payments");
  await page.keyboard.press("Escape");
  await button(dialog, "Set group").click();
  await expect(flash(page, "2 entries are in the group Payments now")).toBeVisible();
  await page.getByRole("button", { name: /^Order/ }).click();
  await page.getByRole("option", { name: /^Group/ }).click();
  await expect(list(page).getByRole("group", { name: "Payments" }).getByRole("option")).toHaveCount(
    2,
  );
  await expect(list(page).getByRole("group", { name: "No group" }).getByRole("option")).toHaveCount(
    1,
  );

  await list(page).focus();
  await page.keyboard.press("Control+a");
  await button(page, "Remove").click();
  await button(dialog, "Remove 3 entries").click();
  await expect(page.getByText("No entries", { exact: true })).toBeVisible();
});

test("twenty thousand entries are typed into without a pause", async ({ page, bridge }) => {
  test.slow();
  await fill(bridge, 20_000);
  await open(page, "#/switch");
  const search = page.getByRole("combobox", { name: "Find entries" });
  await expect(page.getByText("20,000 entries").first()).toBeVisible();
  const times = await page.evaluate(typing, ["prod admin 777", "ledger", "account-0199"]);
  await search.fill("prod admin 1976");
  // Account IDs with these digits follow the name that has them.
  await expect.poll(async () => (await names(page))[0]).toBe("prod-01976-admin");
  await search.fill("nowhere at all");
  await expect(page.getByText("No entry matches what you typed or chose.")).toBeVisible();
  // How fast is for the bench to say; here each keystroke has to have been answered.
  expect(times.length).toBe("prod admin 777ledgeraccount-0199".length);
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
  await expect(button(page, "Open the console as Agent")).toBeDisabled();
  // Each way by itself: the CLI sends an external ID, and no way leads past a trust policy.
  const agent = page.getByRole("list", { name: "Ways to Agent" });
  await expect(agent.getByRole("listitem")).toHaveText([
    "Switch role: not possible",
    "CLI: not possible",
    "Console sign-in: not possible",
  ]);
  await button(agent, "CLI: not possible: why, for Agent").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "CLI: not possible" })).toContainText(/service/);
  await page.keyboard.press("Escape");
  await expect(button(agent, "CLI: not possible: why, for Agent")).toBeFocused();
  await page.getByText("Vendor", { exact: true }).click();
  await expect(
    details(page, "Vendor").getByText(/^The console can't send an external ID/),
  ).toBeVisible();
  const vendor = page.getByRole("list", { name: "Ways to Vendor" });
  await expect(vendor.getByRole("listitem").first()).toHaveText("Switch role: not possible");
  await expect(vendor.getByRole("listitem").nth(1)).not.toHaveText("CLI: not possible");
  // Nothing leads to the one; to the other a terminal does, so a click opens that.
  await expect(button(page, "Open a terminal as Vendor")).toBeEnabled();
  await button(page, "More ways to use Vendor").click();
  await expect(page.getByRole("menuitem", { name: /^Switch/ })).toBeDisabled();
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

test("the longest names scroll nothing sideways, as lines and as cards", async ({
  page,
  bridge,
}) => {
  await entry(bridge, "N".repeat(64), "222222222222", "R".repeat(64), {
    group: "G".repeat(64),
    notes: "n".repeat(300),
  });
  for (const look of ["Lines", "Cards"]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [700, 1280, 1700]) {
        await page.setViewportSize({ width, height: 820 });
        await open(page, "#/switch");
        await page.getByRole("button", { name: look, exact: true }).click();
        await expect(list(page).getByRole("option")).toHaveCount(1);
        expect(await sideways(page), `${look}, ${colorScheme}, ${width}`).toEqual([]);
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(wider, `${look}, ${colorScheme}, ${width}`).toBeLessThanOrEqual(0);
        // Nor is a name left so little room that each of its letters has a line.
        const box = await list(page).getByRole("option").boundingBox();
        expect(box?.height, `${look}, ${colorScheme}, ${width}`).toBeLessThan(300);
      }
    }
  }
});

/** Many entries, by an import. */
async function fill(bridge: Bridge, count: number) {
  const lines = Array.from({ length: count }, (_, i) => {
    const n = String(i).padStart(5, "0");
    const role = ["admin", "readonly", "ledger", "support"][i % 4];
    return `[profile prod-${n}-${role}]\nrole_arn = arn:aws:iam::${String(100_000_000_000 + i * 7)}:role/account-${n}\n`;
  });
  const path = join(bridge.home, "many.ini");
  writeFileSync(path, lines.join(""));
  const request = { path, dialect: "auto" };
  const { token } = await bridge.call("preview_import", request);
  await bridge.call("run_import", { request, token });
  const all = async () => (await bridge.call("list_switch_entries", allEntries)).all;
  await expect.poll(all, { timeout: 60_000 }).toBe(count);
}

/** Types each letter of the texts and waits until its answer is painted. Milliseconds of each. */
async function typing(texts: string[]): Promise<number[]> {
  const field = document.querySelector<HTMLInputElement>("input[type=search]")!;
  const put = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!;
  const times: number[] = [];
  const painted = () => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done)));
  const answered = () => document.querySelector("[data-answers]")?.getAttribute("data-answers");
  for (const text of texts) {
    for (let end = 1; end <= text.length; end++) {
      const begin = performance.now();
      put.call(field, text.slice(0, end));
      field.dispatchEvent(new Event("input", { bubbles: true }));
      while (answered() !== text.slice(0, end)) await painted();
      await painted();
      times.push(performance.now() - begin);
    }
  }
  return times;
}
