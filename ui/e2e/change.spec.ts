import { button, openSpace, row, select, sources, tick, verifyAll } from "./app";
import { expect, test } from "./bridge";

test("the inline policy is edited, with a diff before", async ({ page, bridge }) => {
  await verifyAll(bridge);
  await openSpace(page);
  await select(page, "222222222222");
  await button(page, "Update").click();
  const dialog = page.getByRole("dialog", { name: /^Update/ });
  await expect(dialog.getByRole("radio")).toHaveCount(1);
  await tick(dialog.getByRole("checkbox", { name: "Edit the inline policy" }));
  const editor = dialog.getByRole("textbox", { name: "Inline policy" });
  const text = await editor.inputValue();

  await editor.fill("{ this is no policy");
  await button(dialog, "Next").click();
  await expect(dialog.getByText(/^Line 1, column 3:/)).toHaveCount(1);
  await expect(editor).toHaveAttribute("aria-invalid", "true");

  const policy = JSON.parse(text) as { Statement: Array<{ Action: string[] }> };
  policy.Statement[0]!.Action.push("iam:GetRole");
  await editor.fill(JSON.stringify(policy, null, 2));
  await button(dialog, "Next").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Review and run");
  await page
    .getByRole("button", { name: /^Show the change/ })
    .first()
    .click();
  await expect(page.getByRole("row").filter({ hasText: '"iam:GetRole"' })).toContainText("Added");
  await button(page, "Update").click();
  await expect(page.getByText(/^Done: /)).toBeVisible();
  await button(page, "Back to production-operations").click();
  await expect(row(page, "222222222222")).toBeVisible();
});

test("a preview source moves to GA, with a diff before", async ({ page, bridge }) => {
  await verifyAll(bridge);
  await openSpace(page);
  await select(page, "444444444444");
  await button(page, "Update").click();
  const dialog = page.getByRole("dialog", { name: /^Update/ });
  await expect(dialog.getByRole("radio")).toHaveCount(2);
  await tick(dialog.getByRole("radio", { name: /^AWS DevOps Agent(?! \()/ }));
  await button(dialog, "Next").click();
  const steps = page.getByRole("list", { name: "Steps" });
  await expect(steps.getByText("iam:UpdateAssumeRolePolicy").first()).toBeVisible();
  await page
    .getByRole("button", { name: /^Show the change/ })
    .first()
    .click();
  const line = (text: string) => page.getByRole("row").filter({ hasText: text }).first();
  await expect(line("aidevops.amazonaws.com")).toContainText("Added");
  await expect(line("role/DevOpsAgentRole-AgentSpace")).toContainText("Removed");
  await button(page, "Update").click();
  await expect(page.getByText(/^Done: /)).toBeVisible();
  await button(page, "Back to production-operations").click();
  await expect(row(page, "444444444444")).toContainText("GA");
  await expect(row(page, "444444444444")).toContainText("Active");
});

test("a source is removed, and its role stays", async ({ page, bridge }) => {
  await openSpace(page);
  await select(page, "222222222222");
  await select(page, "888888888888");
  await button(page, "Remove").click();
  const dialog = page.getByRole("dialog", { name: "Remove 2 secondary sources" });
  await expect(dialog.getByText("The IAM roles stay in the secondary accounts.")).toBeVisible();
  for (const box of await dialog.getByRole("checkbox").all()) await expect(box).not.toBeChecked();
  await button(dialog, "Next").click();
  const steps = page.getByRole("list", { name: "Steps" });
  await expect(steps.getByText("aidevops:DisassociateService")).toHaveCount(2);
  await expect(steps.getByText("iam:DeleteRole")).toHaveCount(0);
  await button(page, "Remove").click();
  await expect(page.getByText("Done: 2 of 2 steps done")).toBeVisible();
  await button(page, "Back to production-operations").click();
  await expect(row(page, "444444444444")).toBeVisible();
  await expect(row(page, "222222222222")).toHaveCount(0);
  expect((await sources(bridge)).map((s) => s.account)).not.toContain("888888888888");
});

test("a role is deleted too, once its name is typed", async ({ page, bridge }) => {
  await verifyAll(bridge);
  await openSpace(page);
  await select(page, "444444444444");
  await select(page, "666666666666");
  await button(page, "Remove").click();
  const dialog = page.getByRole("dialog");
  const item = dialog.getByRole("listitem").filter({ hasText: "666666666666" });
  await tick(item.getByRole("checkbox"));
  await expect(button(dialog, "Next")).toBeDisabled();
  const name = item.getByLabel("Role name");
  await name.fill("DevOpsAgentRole");
  await button(dialog, "Next").click();
  await expect(
    item.getByText("Type the role's name exactly: DevOpsAgentRole-SecondaryAccount"),
  ).toBeVisible();
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await name.fill("DevOpsAgentRole-SecondaryAccount");
  await button(dialog, "Next").click();
  await expect(page.getByText("iam:DeleteRole", { exact: true })).toBeVisible();
  await button(page, "Remove").click();
  await expect(page.getByText(/^Done: /)).toBeVisible();
  expect((await sources(bridge)).map((s) => s.account)).toEqual([
    "222222222222",
    "777777777777",
    "888888888888",
  ]);
});

test("a proposal that is given up changes nothing", async ({ page }) => {
  await openSpace(page);
  await select(page, "222222222222");
  await button(page, "Remove").click();
  await button(page.getByRole("dialog"), "Next").click();
  await button(page, "Discard").click();
  await expect(row(page, "222222222222")).toBeVisible();
});
