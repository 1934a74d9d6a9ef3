import { button, flash, open, openSpace, row, sortBy, tick } from "./app";
import { expect, test } from "./bridge";

test("the list reads itself, filters and sorts", async ({ page }) => {
  await open(page, "#/spaces");
  await expect(
    page.getByText("Made up by the sandbox, to try things on. Read just now"),
  ).toBeVisible();
  const names = page.getByRole("link", { name: /^(platform-eu|production-operations)$/ });
  await expect(names).toHaveText(["platform-eu", "production-operations"]);
  await sortBy(page, "Name");
  await expect(names).toHaveText(["production-operations", "platform-eu"]);

  const filter = page.getByRole("searchbox", { name: "Find agent spaces" });
  await filter.fill("eu-central");
  await expect(names).toHaveText(["platform-eu"]);
  await expect(page.getByText("1 match", { exact: true }).first()).toBeVisible();
  await filter.fill("nothing like it");
  await expect(page.getByText("No agent space matches the filter.")).toBeVisible();
  await button(page, "Clear filter").first().click();
  await expect(names).toHaveCount(2);

  await button(page, "Refresh agent spaces").click();
  await expect(
    page.getByText("Made up by the sandbox, to try things on. Read just now"),
  ).toBeVisible();
  await page.getByRole("link", { name: "production-operations" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("production-operations");
});

test("the columns stay as they were set", async ({ page }) => {
  await open(page, "#/spaces");
  await expect(page.getByRole("columnheader", { name: "Created" })).toBeVisible();
  await button(page, "Preferences").click();
  const dialog = page.getByRole("dialog", { name: "Preferences" });
  await tick(dialog.getByRole("checkbox", { name: "Description" }));
  await tick(dialog.getByRole("checkbox", { name: /^Compact mode/ }));
  await button(dialog, "Confirm").click();
  await expect(page.getByRole("columnheader", { name: "Description" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "Description" })).toBeVisible();
  await expect(page.getByText("Workloads that stay in Europe")).toBeVisible();
});

test("an identity without agent spaces sees an empty list", async ({ page, bridge }) => {
  await bridge.call("connect", {
    identity: { kind: "profile", name: "invited-admin" },
    region: null,
  });
  await open(page, "#/spaces");
  await expect(page.getByText("No agent spaces", { exact: true })).toBeVisible();
  await expect(button(page, "Create agent space").first()).toBeVisible();
});

test("an agent space is created, from the form to the page of the space", async ({ page }) => {
  await open(page, "#/spaces");
  await button(page, "Create agent space").first().click();
  await button(page, "Next").click();
  await expect(page.getByText("Enter a name for the agent space.")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();

  await page.getByLabel("Name", { exact: true }).fill("checkout");
  await page.getByLabel(/^Description/).fill("Watches the shop");
  await page.getByLabel(/^Region/).click();
  await page.getByRole("option", { name: /eu-west-1/ }).click();
  await button(page, "Next").click();
  const steps = page.getByRole("list", { name: "Steps" });
  await expect(steps.getByText("aidevops:CreateAgentSpace")).toBeVisible();

  // Going back keeps what was typed.
  await button(page, "Previous").click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("checkout");
  await button(page, "Next").click();
  await button(page, "Create agent space").click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("checkout");
  await expect(flash(page, "Agent space created")).toBeVisible();
  await expect(page.getByText("Watches the shop")).toBeVisible();
  await expect(page.getByText(/^arn:aws:iam::111111111111:role\/DevOpsAgentRole/)).toBeVisible();
  await expect(page.getByText("No secondary sources", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Agent spaces" }).first().click();
  await expect(row(page, "checkout")).toContainText("eu-west-1");
});

test("an agent space is deleted once its name is typed and its sources go too", async ({
  page,
  bridge,
}) => {
  await openSpace(page);
  await button(page, "Delete").click();
  const dialog = page.getByRole("dialog", { name: "Delete agent space production-operations?" });
  await expect(button(dialog, "Next")).toBeDisabled();
  const name = dialog.getByLabel("Agent space name");
  await name.fill("production");
  await button(dialog, "Next").click();
  await expect(dialog.getByText("Type the name exactly: production-operations")).toBeVisible();
  await name.fill("production-operations");
  await name.press("Enter");
  await expect(dialog.getByText(/has secondary sources connected/)).toBeVisible();
  await tick(dialog.getByRole("checkbox", { name: "Also disconnect its 5 secondary sources" }));
  await button(dialog, "Next").click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Review and run");
  const steps = page.getByRole("list", { name: "Steps" });
  await expect(steps.getByText("aidevops:DeleteAgentSpace")).toBeVisible();
  await button(page, "Delete").click();
  await expect(page.getByText(/^Done: 6 of 6/)).toBeVisible();
  await button(page, "Back to agent spaces").click();
  await expect(page.getByRole("link", { name: "platform-eu" })).toBeVisible();
  await expect(page.getByRole("link", { name: "production-operations" })).toHaveCount(0);
  const left = await bridge.call("list_spaces", null);
  expect(left.spaces.map((s) => s.space.name)).toEqual(["platform-eu"]);
});
