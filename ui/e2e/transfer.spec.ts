import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { allEntries, button, clipboard, flash, open, row, untick } from "./app";
import { type Bridge, expect, test } from "./bridge";

const AESR = `; the payments team
[prod]
role_arn = arn:aws:iam::222222222222:role/team/Admin
color = f2b0a9
region = eu-central-1

[prod-read]
aws_account_id = 222222222222
role_name = ReadOnly
image = https://example.com/eye.png

[by-alias]
aws_account_id = our-alias
role_name = ReadOnly
`;

function file(bridge: Bridge, name: string, text: string): string {
  const path = join(bridge.home, name);
  writeFileSync(path, text);
  return path;
}

/** What the next dialog of the system answers with. */
function script(bridge: Bridge, path: string) {
  writeFileSync(join(bridge.home, "dialog.txt"), path);
}

async function preview(page: Page, path: string) {
  await page.getByRole("textbox", { name: "File" }).fill(path);
  await button(page, "Preview").click();
}

async function names(bridge: Bridge): Promise<string[]> {
  const { rows } = await bridge.call("list_switch_entries", allEntries);
  return rows.map((r) => r.entry.name);
}

test("a file chosen in the system's dialog is previewed, taken in part, and repeated", async ({
  page,
  bridge,
}) => {
  script(bridge, file(bridge, "roles.ini", AESR));
  await open(page, "#/transfer");
  await button(page, "Choose file").click();
  await expect(page.getByText("Read as AWS Extend Switch Roles")).toBeVisible();
  await expect(row(page, "by-alias")).toContainText("Skipped");
  await expect(row(page, "by-alias")).toContainText("our-alias");
  await expect(row(page, "prod-read")).toContainText("Not kept: picture");
  const line = row(page, "role/team/Admin").getByRole("gridcell").nth(1);
  await expect(line).toHaveText("2");
  await button(page, "Settings of prod").click();
  await expect(page.getByText("Region: eu-central-1")).toBeVisible();
  expect(await names(bridge)).toEqual([]);

  await untick(page.getByRole("checkbox", { name: "Select prod-read" }));
  await button(page, "Import 1 entry").click();
  await expect(flash(page, "1 added, 0 updated, 0 already there, 1 skipped.")).toBeVisible();
  expect(await names(bridge)).toEqual(["prod"]);

  // The same again: nothing doubles, what changed shows old and new.
  file(bridge, "roles.ini", AESR.replace("eu-central-1", "eu-west-1"));
  await button(page, "Preview").click();
  await expect(row(page, "role/team/Admin")).toContainText("Region: eu-central-1 \u2192 eu-west-1");
  await page.getByRole("button", { name: /^New \(1\)/ }).click();
  await expect(row(page, "role/team/Admin")).toHaveCount(0);
  await button(page, "Import 2 entries").click();
  await expect(flash(page, "1 added, 1 updated, 0 already there, 1 skipped.")).toBeVisible();
  expect(await names(bridge)).toEqual(["prod", "prod-read"]);
  await page.getByRole("link", { name: "Show switch roles" }).first().click();
  await expect(page.getByRole("heading", { name: "Switch roles", level: 1 })).toBeVisible();
});

test("a message arrives where it stays: a click on its link is not lost", async ({
  page,
  bridge,
}) => {
  script(bridge, file(bridge, "roles.ini", AESR));
  await open(page, "#/transfer");
  await button(page, "Choose file").click();
  const name = "Show switch roles";
  const first = page.evaluate(
    (text) =>
      new Promise<number>((done) => {
        const look = () => {
          const link = [...document.querySelectorAll("a")].find((a) => a.textContent === text);
          if (link) done(link.getBoundingClientRect().y);
          else requestAnimationFrame(look);
        };
        look();
      }),
    name,
  );
  await button(page, "Import 2 entries").click();
  const link = page.getByRole("link", { name });
  const began = await first;
  await page.waitForFunction(() => document.getAnimations().length === 0);
  const { y, height } = (await link.boundingBox())!;
  expect(Math.abs(y - began)).toBeLessThan(height / 2);
});

test("what a tool would reject is refused with its line", async ({ page, bridge }) => {
  await open(page, "#/transfer");
  await preview(page, file(bridge, "broken.ini", "[a]\naws_account_id = 1\nnonsense\n"));
  await expect(page.getByText(/:3: It can't be read as AWS Extend Switch Roles/)).toBeVisible();
  await preview(page, file(bridge, "letter.txt", "Dear Olivia\n"));
  await expect(page.getByText(/It can't be told which tool the file is of/)).toBeVisible();
  await page.getByRole("button", { name: /File format/ }).click();
  await page.getByRole("option", { name: "CSV", exact: true }).click();
  await button(page, "Preview").click();
  await expect(page.getByText(/:1: It can't be read as CSV/)).toBeVisible();
  await preview(page, join(bridge.home, "absent.ini"));
  await expect(page.getByText(/There is no file/)).toBeVisible();
  expect(await names(bridge)).toEqual([]);
});

test("pasted text is read as another tool's on demand", async ({ page, bridge }) => {
  await open(page, "#/transfer");
  await button(page, "Pasted text").click();
  await page
    .getByRole("textbox", { name: "Text" })
    .fill("[profile prod]\nrole_arn = arn:aws:iam::222222222222:role/A\nsource_profile = me\n");
  await button(page, "Preview").click();
  await expect(page.getByText(/^Read as/)).toBeVisible();
  await expect(row(page, "role/A")).toContainText("New");
  await button(page, "Import 1 entry").click();
  await expect(flash(page, /^1 added/)).toBeVisible();
  const [entry] = (await bridge.call("list_switch_entries", allEntries)).rows;
  expect(entry?.entry.session?.profile).toBe("me");
});

test("five thousand profiles are imported with a progress bar", async ({ page, bridge }) => {
  const profiles = Array.from(
    { length: 5000 },
    (_, i) =>
      `[profile p${i}]\nrole_arn = arn:aws:iam::${100000000000 + i}:role/Admin\nsource_profile = me\n`,
  );
  const path = file(bridge, "config", profiles.join("\n"));
  await open(page, "#/transfer");
  await preview(page, path);
  await expect(button(page, "Import 5000 entries")).toBeVisible();
  await page.getByRole("searchbox", { name: "Find in the file" }).fill("p4711");
  await expect(page.getByText("1 match", { exact: true }).first()).toBeVisible();
  // What the bar says on the way; it may be gone before a look at the page would see it.
  await page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const bar of document.querySelectorAll("[role=progressbar], progress")) {
        seen.add(bar.getAttribute("aria-valuenow") ?? bar.getAttribute("value") ?? "");
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await button(page, "Import 5000 entries").click();
  await expect(flash(page, "5000 added, 0 updated, 0 already there, 0 skipped.")).toBeVisible();
  const seen = await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
  expect(
    seen.map(Number).some((n) => n >= 0 && n <= 100),
    `seen: ${seen.join(" ")}`,
  ).toBe(true);
  expect((await bridge.call("list_switch_entries", allEntries)).total).toBe(5000);
});

async function entry(bridge: Bridge, name: string, more = {}) {
  await bridge.call("save_switch_entry", {
    id: null,
    name,
    account: "222222222222",
    role: name,
    colour: "f2b0a9",
    region: "eu-central-1",
    external_id: "",
    ...more,
  });
}

test("an export is seen, says what it can't express, and is copied and saved", async ({
  page,
  bridge,
}) => {
  await entry(bridge, "Admin", { group: "Payments", external_id: "id-1" });
  await entry(bridge, "Read");
  await open(page, "#/transfer/export");
  const text = page.getByRole("group", { name: "Text of the file" });
  await expect(text).toContainText("rolebridge_team = 1");
  await expect(text).toContainText('name = "Read"');
  await page.getByRole("button", { name: /^Which entries/ }).click();
  await page.getByRole("option", { name: "Payments" }).click();
  await expect(text).not.toContainText('name = "Read"');
  await page.getByRole("button", { name: /^Format/ }).click();
  await page.getByRole("option", { name: /AWS Extend Switch Roles/ }).click();
  await expect(page.getByText(/^external ID is not in the file.*\(Admin\)/)).toBeVisible();
  await expect(text).toContainText("role_arn = arn:aws:iam::222222222222:role/Admin");
  await button(page, "Copy the file").click();
  await expect.poll(() => clipboard(page)).toContain("[Admin]");
  const path = join(bridge.home, "out.ini");
  script(bridge, path);
  await button(page, "Save file").click();
  await expect(flash(page, "1 entry saved")).toBeVisible();
  expect(readFileSync(path, "utf8")).toBe(await clipboard(page));
});

test("publishing shows exact lines first, keeps every byte, and is taken back", async ({
  page,
  bridge,
}) => {
  const folder = join(bridge.home, "sandbox", "aws");
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "config");
  const before =
    "# mine\r\n[default]\r\nregion=eu-west-1\r\n\r\n; keep  \r\n[profile own]\r\nodd_key   =  value # more";
  writeFileSync(config, before);
  await entry(bridge, "Admin");
  await entry(bridge, "own");
  await open(page, "#/transfer/publish");
  await button(page, "Preview changes").click();
  const lines = page.getByRole("group", { name: "Lines that change" });
  await expect(lines).toContainText("credential_process = rolebridge credentials Admin");
  await expect(page.getByText(/^own is left out\./)).toBeVisible();
  expect(readFileSync(config, "utf8")).toBe(before);
  await button(page, "Publish").click();
  await button(page.getByRole("dialog"), "Publish").click();
  await expect(flash(page, /^1 profile published in/)).toBeVisible();
  const backups = readdirSync(folder).filter((f) => f.startsWith("config.rolebridge-"));
  expect(backups).toHaveLength(1);
  await expect(flash(page, new RegExp(backups[0]!.replaceAll(".", "\\.")))).toBeVisible();
  expect(readFileSync(join(folder, backups[0]!), "utf8")).toBe(before);
  const after = readFileSync(config, "utf8");
  expect(after.startsWith(before)).toBe(true);
  expect(after).toContain("[profile Admin]\r\n");

  // Changed behind our back: refused, and nothing is lost.
  await button(page, "Preview removing all").click();
  await expect(lines).toContainText("[profile Admin]");
  writeFileSync(config, `# new\n${after}`);
  await button(page, "Remove").click();
  await button(page.getByRole("dialog"), "Remove").click();
  await expect(flash(page, /were changed since they were shown/)).toBeVisible();
  expect(readFileSync(config, "utf8")).toBe(`# new\n${after}`);
  writeFileSync(config, after);
  await button(page, "Preview removing all").click();
  await button(page, "Remove").click();
  await button(page.getByRole("dialog"), "Remove").click();
  await expect(flash(page, /^All profiles were removed/)).toBeVisible();
  expect(readFileSync(config, "utf8")).toBe(before);
  expect(existsSync(config)).toBe(true);
});

const TEAM = `rolebridge_team = 1

[[entries]]
name = "Production"
role = "arn:aws:iam::222222222222:role/team/Admin"
colour = "f2b0a9"

[[entries]]
name = "Looking"
role = "arn:aws:iam::333333333333:role/ReadOnly"
`;

test("a team file is added, followed as it changes, and never lost when it breaks", async ({
  page,
  bridge,
}) => {
  const folder = join(bridge.home, "platform");
  mkdirSync(folder);
  const path = join(folder, "rolebridge-team.toml");
  writeFileSync(path, TEAM.replace("colour", "credential_process"));
  await open(page, "#/transfer/team");
  await page.getByRole("textbox", { name: "File or folder" }).fill(folder);
  await button(page, "Preview").click();
  await expect(page.getByText(/can't be used as a team file.*Line 6/)).toBeVisible();

  writeFileSync(path, TEAM);
  await button(page, "Preview").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("region", { name: "Added" })).toContainText("Looking");
  expect(await names(bridge)).toEqual([]);
  await button(dialog, "Add").click();
  await expect(flash(page, "The team file platform was added")).toBeVisible();
  await expect(page.getByText("Up to date")).toBeVisible();
  expect(await names(bridge)).toEqual(["Production", "Looking"]);

  await open(page, "#/switch");
  await page.getByRole("option", { name: /^Production/ }).click();
  const shown = page.getByRole("region", { name: "Entry Production" });
  await expect(shown).toContainText("From the team file platform, only read");
  await expect(button(shown, "Edit Production")).toBeDisabled();
  await expect(button(shown, "Remove Production")).toBeDisabled();
  await expect(button(shown, "Duplicate Production")).toHaveText("Duplicate as my own");

  // Coming back to the window is enough to hear of a change.
  writeFileSync(path, TEAM.replace("f2b0a9", "83d4e8").replace("Looking", "Reading"));
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(flash(page, /platform has changes that are not applied yet/)).toBeVisible();
  await page.getByRole("link", { name: "Show team files" }).click();
  const changed = page.getByRole("region", { name: "Changed" });
  await expect(changed).toContainText("colour: f2b0a9 \u2192 83d4e8");
  await expect(changed).toContainText("name: Looking \u2192 Reading");
  expect(await names(bridge)).toEqual(["Production", "Looking"]);
  await button(page, "Apply the changes of platform").click();
  await expect(flash(page, "The changes of the team file platform were applied")).toBeVisible();
  expect(await names(bridge)).toEqual(["Production", "Reading"]);

  writeFileSync(path, `${TEAM}\nnonsense\n`);
  await button(page, "Check platform now").click();
  await expect(page.getByText(/Line 12: /)).toBeVisible();
  expect(await names(bridge)).toEqual(["Production", "Reading"]);
  await button(page, "Remove platform").click();
  await button(dialog, "Remove").click();
  await expect(page.getByText("No team files", { exact: true })).toBeVisible();
  expect(await names(bridge)).toEqual([]);
  expect(existsSync(path)).toBe(true);
});
