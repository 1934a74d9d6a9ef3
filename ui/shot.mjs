import { chromium } from "@playwright/test";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
const home = mkdtempSync("/tmp/rbshot-");
const child = spawn("/work/main/target/debug/rolebridge-bridge", ["--home", home, "--ui", "dist-browser", "--port", "0"]);
const url = await new Promise((r) => { let s = ""; child.stdout.on("data", (d) => { s += d; if (s.includes("\n")) r(s.trim()); }); });
export const call = async (n, b = null) => (await fetch(`${url}/ipc/${n}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(b) })).json();
await call("save_sandbox", { propagation_seconds: 1, validation_seconds: 1 });
await call("refresh_spaces");
const US = { account: "111111111111", region: "us-east-1", id: "5f2c9a31-7d04-4e8b-9c16-0b8e4d7a2f63" };
const space = "#/spaces/111111111111/us-east-1/" + US.id;
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const only = process.argv[2];
async function go(name, opts, f) {
  if (only && !name.includes(only)) return;
  for (const scheme of opts.schemes ?? ["light", "dark"]) for (const w of opts.widths ?? [1280, 900]) {
    const p = await b.newPage({ viewport: { width: w, height: 820 }, colorScheme: scheme });
    p.setDefaultTimeout(6000);
    p.on("console", (m) => { if (m.type() === "error" || m.type()==="warning") console.log(name, scheme, w, m.text().slice(0, 300)); });
    p.on("pageerror", (m) => console.log(name, "PAGEERROR", m.message));
    try { await f(p); } catch (e) { console.log(name, scheme, w, String(e).slice(0, 600)); }
    await p.waitForTimeout(500);
    await p.screenshot({ path: `/tmp/shots/${name}-${w}-${scheme}.png`, fullPage: opts.full ?? false });
    const over = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) console.log(name, w, "H SCROLL", over);
    await p.close();
  }
}
const at = async (p, h) => { await p.goto(url + "/" + h); await p.getByRole("heading", { level: 1 }).first().waitFor(); };
const b_ = (p, n) => p.getByRole("button", { name: n, exact: true });
await call("refresh_sources", US);
await go("spaces", {}, (p) => at(p, "#/spaces"));
await go("create", {}, (p) => at(p, "#/spaces/create"));
await go("space", {}, async (p) => { await at(p, space); await p.getByText("888888888888").first().waitFor(); });
for (const tab of ["Overview", "Trust policy", "Permissions", "Association", "History"])
  await go("panel-" + tab.split(" ")[0], { schemes: tab === "Overview" ? ["light", "dark"] : ["light"], widths: tab === "Overview" ? [1280, 900] : [1280] }, async (p) => {
    await at(p, space);
    await p.getByRole("link", { name: "Details of account 666666666666" }).or(p.getByRole("button", { name: "Details of account 666666666666" })).first().click();
    await p.getByRole("tab", { name: tab, exact: true }).click();
    if (tab === "Overview") { await p.getByRole("tabpanel").getByRole("button", { name: "Verify", exact: true }).click(); await p.getByText("Validation by AWS").waitFor(); }
  });
const sel = async (p, id) => { await at(p, space); await p.getByRole("checkbox", { name: new RegExp("^Select " + id) }).check({ force: true }); };
await go("dlg-update", { widths: [1280] }, async (p) => { await sel(p, "444444444444"); await b_(p, "Update").click(); });
await go("dlg-edit", { widths: [1280], schemes: ["light"] }, async (p) => { await sel(p, "444444444444"); await b_(p, "Edit").click(); });
await go("dlg-remove", { widths: [1280] }, async (p) => { await sel(p, "444444444444"); await b_(p, "Remove").click(); await p.getByLabel(/Also delete/).check({ force: true }); await p.getByLabel("Role name").fill("x"); await b_(p, "Next").click(); });
await go("plan-update", { full: true }, async (p) => { await sel(p, "444444444444"); await b_(p, "Update").click(); await p.getByRole("radio").nth(0).check({ force: true }); await p.getByRole("dialog").getByRole("button", { name: "Next" }).click(); await p.getByText("Review and run").waitFor(); await p.getByRole("button", { name: /Document of step/ }).first().click(); });
const wiz = async (p, account, next = true) => { await at(p, space + "/add"); await p.getByLabel("Account ID").fill(account); if (next) { await b_(p, "Next").click(); await p.getByText("Who creates the role?").waitFor(); } };
await go("wiz1", { full: true }, async (p) => { await wiz(p, "333333333333", false); });
await go("wiz1-error", { schemes: ["light"], widths: [1280] }, async (p) => { await wiz(p, "111111111111", false); await b_(p, "Next").click(); });
await go("wiz2-guide", { full: true }, async (p) => { await wiz(p, "333333333333"); await p.getByRole("radio", { name: /Guide me/ }).check({ force: true }); });
await go("wiz2-auto", { full: true }, async (p) => { await wiz(p, "333333333333"); await p.getByRole("radio", { name: /Do it for me/ }).check({ force: true }); await b_(p, "Preview changes").click(); await b_(p, "Create the role").waitFor(); await p.getByRole("button", { name: /Document of step/ }).first().click(); });
await go("wiz2-taken", { full: true, schemes: ["light"], widths: [1280] }, async (p) => { await wiz(p, "555555555555"); await p.getByRole("radio", { name: /Do it for me/ }).check({ force: true }); await b_(p, "Preview changes").click(); await b_(p, "Apply changes").waitFor(); });
await go("wiz2-denied", { full: true, schemes: ["light"], widths: [1280] }, async (p) => { await wiz(p, "210987654321"); await p.getByRole("radio", { name: /Do it for me/ }).check({ force: true }); await b_(p, "Preview changes").click(); await b_(p, "Create the role").click(); await p.getByText("Failed").first().waitFor(); });
await go("wiz2-unreachable", { full: true, schemes: ["light"], widths: [1280] }, async (p) => { await wiz(p, "345678901234"); await p.getByRole("radio", { name: /Do it for me/ }).check({ force: true }); await b_(p, "Preview changes").click(); });
await go("wiz3", { full: true }, async (p) => { await wiz(p, "333333333333"); await p.getByRole("radio", { name: /Guide me/ }).check({ force: true }); await b_(p, "Next").click(); await p.getByText("What Add does").waitFor(); });
await go("wiz-leave", { schemes: ["light"], widths: [1280] }, async (p) => { await wiz(p, "333333333333"); await b_(p, "Cancel").click(); });
await go("switch-empty", { schemes: ["light"] }, (p) => at(p, "#/switch"));
for (const [i, f] of [["222222222222", "OrganizationAccountAccessRole", "Payments admin", "us-east-1"], ["222222222222", "DevOpsAgentRole-SecondaryAccount", "Agent", ""], ["333333333333", "team/ReadOnly", "Readers", ""]].entries())
  if (!only || only.includes("switch")) console.log(i, JSON.stringify(await call("save_switch_entry", { id: null, account: f[0], role: f[1], name: f[2], colour: ["B7CA9D", "ED0D00", "99BCE3"][i], region: f[3], external_id: "" })));
await go("switch", {}, (p) => at(p, "#/switch"));
await go("switch-add", { widths: [1280] }, async (p) => { await at(p, "#/switch"); await b_(p, "Add entry").click(); });
await go("activity", {}, async (p) => { await at(p, "#/activity"); await p.getByRole("row").nth(1).waitFor(); });
await go("settings", { full: true }, (p) => at(p, "#/settings"));
await go("connect", { full: true }, (p) => at(p, "#/connect"));
await go("wizdone", { full: true }, async (p) => { const w = p.viewportSize().width; await wiz(p, "333333333333"); await p.getByRole("radio", { name: /Do it for me/ }).check({ force: true }); await b_(p, "Preview changes").click(); const c = b_(p, "Create the role").or(b_(p, "Next")); await p.getByText(/in account 333|already/).first().waitFor(); if (await b_(p, "Create the role").isVisible()) { await b_(p, "Create the role").click(); await p.getByText("The role is ready").waitFor(); } await b_(p, "Next").click(); await p.getByText("What Add does").waitFor(); await b_(p, "Add").click(); await p.getByText("What was checked").waitFor({ timeout: 20000 }); });
await b.close(); child.kill(); rmSync(home, { recursive: true });
