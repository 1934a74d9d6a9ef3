import type { SourceForm } from "../src/ipc/SourceForm";
import {
  button,
  clipboard,
  enterAccount,
  open,
  preview,
  production,
  row,
  sources,
  spaceHash,
  tick,
} from "./app";
import { type Bridge, expect, test } from "./bridge";

/** The form the wizard makes of an account, with nothing changed. */
const standard: SourceForm = {
  account: "333333333333",
  label: "",
  role_name: "DevOpsAgentRole-SecondaryAccount",
  template: "devops-agent",
  external_id: "",
  description: "",
  inline_policy_name: "",
  method: "guide",
  reach: "assumeRole",
  reach_role: "OrganizationAccountAccessRole",
  reach_external_id: "",
  reach_profile: "",
};

/** Does in the account what the guide says, as the user would in the IAM console. */
async function makeRole(bridge: Bridge) {
  const draft = await bridge.call("open_draft", { space: production, draft: null });
  await bridge.call("save_draft", { ...draft, form: { ...standard, method: "automatic" } });
  const plan = await bridge.call("plan_role", draft.id);
  await bridge.call("run_plan", plan.id);
  await expect
    .poll(async () => (await bridge.call("get_plan", plan.id)).state, { message: "role" })
    .toBe("done");
  await bridge.call("discard_draft", draft.id);
}

test("Guide me: each text is copied exactly, and the steps are ticked off", async ({
  page,
  bridge,
}) => {
  const documents = await bridge.call("render_documents", { space: production, form: standard });
  await enterAccount(page, "333333333333");
  await tick(page.getByRole("radio", { name: /Guide me/ }));
  const guide = page.getByRole("listitem").filter({ has: page.getByRole("checkbox") });
  await expect(guide).toHaveCount(documents.guide.length);

  const copies: Array<[string, string]> = [
    ["Copy trust policy", documents.trust.text],
    ["Copy inline policy", documents.inline[0]!.document.text],
    ["Copy role name", "DevOpsAgentRole-SecondaryAccount"],
    ["Copy account ID", "333333333333"],
  ];
  for (const [name, text] of copies) {
    await button(guide, name).click();
    await expect.poll(() => clipboard(page), name).toBe(text);
  }
  await button(
    page.getByRole("region", { name: "Trust policy" }).first(),
    "Copy trust policy",
  ).click();
  await expect.poll(() => clipboard(page)).toBe(documents.trust.text);
  await button(page.getByRole("region", { name: "Managed policy" }), "Copy policy ARN").click();
  await expect
    .poll(() => clipboard(page))
    .toBe("arn:aws:iam::aws:policy/AIDevOpsAgentAccessPolicy");

  await page
    .getByRole("button", { name: /^Open in console: / })
    .first()
    .click();
  await expect.poll(() => bridge.opened()).toHaveLength(1);
  expect(bridge.opened()[0]).toMatch(/^https:\/\/.*console\.aws\.amazon\.com\/iam/);

  for (const box of await guide.getByRole("checkbox").all()) await tick(box);
  await button(page, "Next").click();
  await expect(page.getByText("All steps ticked off")).toBeVisible();
  await makeRole(bridge);
  await button(page, "Add").click();
  await expect(
    page.getByText("Account 333333333333 is connected to production-operations."),
  ).toBeVisible({ timeout: 30_000 });
  await button(page, "Go to the agent space").click();
  await expect(row(page, "333333333333")).toContainText("Active");
});

test("without the role, adding waits for AWS and can be stopped", async ({ page, bridge }) => {
  await enterAccount(page, "333333333333");
  await tick(page.getByRole("radio", { name: /Guide me/ }));
  await button(page, "Next").click();
  await expect(page.getByText("Not all steps are ticked off")).toBeVisible();
  await button(page, "Add").click();
  await expect(page.getByText(/(Propagating|Validating): AWS/)).toBeVisible();
  await button(page, "Stop after this step").click();
  // The wait ends, and what is known so far is the outcome.
  await expect(button(page, "Verify again")).toBeVisible();
  await expect(page.getByText(/^AWS has not finished validating account/)).toBeVisible();
  expect((await sources(bridge)).map((s) => s.account)).toContain("333333333333");
});

test("Do it for me: from the account ID to Active", async ({ page, bridge }) => {
  await preview(page, "333333333333");
  const steps = page.getByRole("list", { name: "Steps" });
  await expect(steps.getByText("iam:CreateRole", { exact: true })).toBeVisible();
  await expect(steps.getByText("iam:AttachRolePolicy", { exact: true })).toBeVisible();
  await expect(steps.getByText("iam:PutRolePolicy", { exact: true })).toBeVisible();
  await button(
    page,
    "Show the document of step 1, Create role DevOpsAgentRole-SecondaryAccount",
  ).click();
  await expect(steps.getByText("aidevops.amazonaws.com")).toBeVisible();

  await button(page, "Next").click();
  await expect(page.getByText(/The role has not been created yet/).first()).toBeVisible();
  await button(page, "Create the role").click();
  await expect(page.getByText("The role is ready")).toBeVisible();
  await button(page, "Next").click();
  await expect(page.getByText("What Add does")).toBeVisible();
  await expect(button(page, "Close side navigation")).toBeVisible();
  await button(page, "Add").click();
  await expect(
    page.getByText("Account 333333333333 is connected to production-operations."),
  ).toBeVisible({ timeout: 30_000 });
  await expect(
    page.getByRole("list", { name: "Checks" }).getByText("Passed", { exact: true }),
  ).toHaveCount(9);
  await button(page, "Go to the agent space").click();
  await expect(row(page, "333333333333")).toContainText("Active");
  await expect(row(page, "333333333333")).toContainText("GA");
  const made = (await sources(bridge)).find((s) => s.account === "333333333333");
  expect(made).toMatchObject({ template: "devops-agent", status: "active" });
  // The draft has served.
  expect(await bridge.call("list_drafts", production)).toEqual([]);
});

test("an invited account is reached with a profile", async ({ page }) => {
  await preview(page, "345678901234");
  await expect(page.getByText(/OrganizationAccountAccessRole could not be assumed/)).toBeVisible();
  await tick(page.getByRole("radio", { name: /Use an AWS profile/ }));
  await page.getByRole("button", { name: /^AWS profile/ }).click();
  await page.getByRole("option", { name: /^invited-admin/ }).click();
  await button(page, "Preview changes").click();
  await button(page, "Create the role").click();
  await expect(page.getByText("The role is ready")).toBeVisible();
});

test("the preview template asks for nothing but what it needs", async ({ page }) => {
  await open(page, `${spaceHash}/add`);
  await tick(page.getByRole("radio", { name: /AWS DevOps Agent \(preview\)/ }));
  await expect(page.getByLabel("Name your role")).toHaveValue("DevOpsAgentCrossAccountRole");
  await expect(page.getByLabel(/^External ID/)).toHaveValue(/^arn:aws:aidevops:us-east-1:/);
  await tick(page.getByRole("radio", { name: /^AWS DevOps Agent Recommended/ }));
  await expect(page.getByLabel("Name your role")).toHaveValue("DevOpsAgentRole-SecondaryAccount");
});

test("what is wrong with an account is said at its field, and nothing is lost", async ({
  page,
}) => {
  await open(page, `${spaceHash}/add`);
  const account = page.getByLabel("Account ID");
  await page.getByLabel(/^Account name/).fill("Data");
  await button(page, "Next").click();
  await expect(account).toBeFocused();
  await account.fill("12345");
  await expect(
    page.getByText("An account ID has exactly 12 digits; this one has 5."),
  ).toBeVisible();
  await account.fill("111111111111");
  await expect(page.getByText(/^This is the primary account/)).toBeVisible();
  await button(page, "Next").click();
  await expect(account).toBeFocused();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Account and role");
  await expect(page.getByLabel(/^Account name/)).toHaveValue("Data");
  await account.fill("333333333333");
  await page.getByLabel("Name your role").fill("no spaces here");
  await button(page, "Next").click();
  await expect(page.getByLabel("Name your role")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Name your role").fill("DevOpsAgentRole-SecondaryAccount");
  await button(page, "Next").click();
  await expect(page.getByText("Who creates the role?")).toBeVisible();
  await button(page, "Previous").click();
  await expect(page.getByLabel(/^Account name/)).toHaveValue("Data");
});

test("a role name that is taken is shown with what it loses", async ({ page }) => {
  await preview(page, "555555555555");
  const steps = page.getByRole("list", { name: "Steps" });
  await expect(steps.getByText(/what uses it now will lose access/)).toBeVisible();
  await expect(button(page, "Create the role")).toHaveCount(0);
  await expect(button(page, "Apply changes")).toBeVisible();
  // Another name is the way out, and the rest stays.
  await button(page, "Previous").click();
  await page.getByLabel("Name your role").fill("DevOpsAgentRole-Second");
  await button(page, "Next").click();
  await button(page, "Preview changes").click();
  await expect(button(page, "Create the role")).toBeVisible();
});

test("what AWS denies is said at its step, and nothing is lost", async ({ page, bridge }) => {
  await preview(page, "210987654321");
  await button(page, "Create the role").click();
  await expect(page.getByText(/AWS denied iam:CreateRole/)).toBeVisible();
  await expect(page.getByText(/explicit deny in a service control policy/)).toBeVisible();
  await expect(button(page, "Resume")).toBeVisible();
  // The other way is open, with all that was entered.
  await tick(page.getByRole("radio", { name: /Guide me/ }));
  await expect(page.getByRole("region", { name: "Trust policy" }).first()).toBeVisible();
  const [draft] = await bridge.call("list_drafts", production);
  expect(draft?.form).toMatchObject({ account: "210987654321", reach: "assumeRole" });
});

test("a draft is there again after a reload, with its ticks", async ({ page, bridge }) => {
  await enterAccount(page, "567890123456");
  await tick(page.getByRole("radio", { name: /Guide me/ }));
  const first = page.getByRole("checkbox").first();
  await tick(first);
  await expect
    .poll(async () => (await bridge.call("list_drafts", production))[0]?.ticked.length)
    .toBe(1);
  await page.reload();
  await expect(page.getByText("Who creates the role?")).toBeVisible();
  await expect(first).toBeChecked();
  await button(page, "Previous").click();
  await expect(page.getByLabel("Account ID")).toHaveValue("567890123456");
});

test("a wizard that is left keeps its draft or discards it, as asked", async ({ page, bridge }) => {
  await enterAccount(page, "567890123456");
  await button(page, "Cancel").click();
  const dialog = page.getByRole("dialog", { name: "Keep the draft?" });
  await button(dialog, "Continue editing").last().click();
  await expect(page.getByText("Who creates the role?")).toBeVisible();
  await button(page, "Cancel").click();
  await button(dialog, "Keep draft").click();
  const title = "Secondary source in progress: 567890123456";
  await expect(page.getByText(title)).toBeVisible();
  await button(page, `Continue ${title}`).click();
  await expect(page.getByText("Who creates the role?")).toBeVisible();
  await button(page, "Cancel").click();
  await button(dialog, "Discard draft").click();
  await expect(row(page, "222222222222")).toBeVisible();
  await expect(page.getByText(title)).toHaveCount(0);
  expect(await bridge.call("list_drafts", production)).toEqual([]);
});
