import type { SpaceRef } from "../src/ipc/SpaceRef";
import { button, everything, flash, open, row, tick } from "./app";
import { type Bridge, expect, test } from "./bridge";

/** Has a source whose role can be assumed without its external ID. */
const europe: SpaceRef = {
  account: "111111111111",
  region: "eu-central-1",
  id: "c84e17b2-3a9d-4f60-8e25-91d7f0a6b3ce",
};
const account = "666666666666";

async function verifyEurope(bridge: Bridge) {
  await bridge.call("refresh_spaces", null);
  await bridge.call("verify_sources", { kind: "all", space: europe });
  const list = () =>
    bridge.call("list_sources", { space: europe, ...everything, sort: "account" as const });
  await expect
    .poll(async () => (await list()).rows.find((s) => s.account === account)?.status)
    .toBe("unsafe");
}

const hash = `#/spaces/${europe.account}/${europe.region}/${europe.id}`;

test("an unsafe role is accepted by a person, who takes it back", async ({ page, bridge }) => {
  await verifyEurope(bridge);
  await open(page, hash);
  await expect(row(page, account)).toContainText("Unsafe");
  await button(page, `Details of account ${account}`).click();
  const panel = page.getByRole("region", { name: new RegExp(`^${account}`) });
  const exposed = panel.getByRole("group", { name: "Others can assume this role" });
  await expect(exposed).toContainText("assumed the role without an external ID");

  await button(exposed, "Accept as it is").click();
  const dialog = page.getByRole("dialog", { name: /^Accept that others/ });
  await expect(dialog).toContainText("AWS is not changed");
  await expect(dialog).toContainText("arn:aws:");
  await expect(button(dialog, "Accept")).toBeDisabled();
  await tick(dialog.getByRole("checkbox", { name: "Others are meant to assume this role" }));
  await button(dialog, "Accept").click();
  await expect(flash(page, /accepted that others may assume the role/)).toBeVisible();
  await expect(row(page, account)).toContainText("Active");
  const accepted = panel.getByRole("group", { name: "Others may assume this role" });
  await expect(accepted).toBeFocused();
  await expect(accepted).toContainText(/accepted this/);

  // It holds when the role is verified again.
  await button(panel, "Verify").click();
  await expect(flash(page, /: finished$/)).toBeVisible();
  await expect(panel.getByText("Accepted", { exact: true })).toBeVisible();
  await expect(row(page, account)).toContainText("Active");

  await panel.getByRole("tab", { name: "History" }).click();
  await expect(panel.getByRole("list", { name: "History, newest first" })).toContainText(
    "Accept exposure",
  );
  await panel.getByRole("tab", { name: "Overview" }).click();
  await button(accepted, "Take back").click();
  await expect(row(page, account)).toContainText("Unsafe");
  await expect(exposed).toBeFocused();
});

test("updating is the first choice and makes the role safe", async ({ page, bridge }) => {
  await verifyEurope(bridge);
  await open(page, hash);
  await button(page, `Details of account ${account}`).click();
  const panel = page.getByRole("region", { name: new RegExp(`^${account}`) });
  await panel.getByRole("tab", { name: "Trust policy" }).click();
  await expect(panel.getByText(/add a condition on sts:ExternalId/)).toBeVisible();
  await panel.getByRole("tab", { name: "Overview" }).click();
  await button(page, "Update role").click();
  const dialog = page.getByRole("dialog", { name: /^Update/ });
  await button(dialog, "Next").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Review and run");
  await page.getByRole("button", { name: /^(Update|Confirm)/ }).click();
  await expect(page.getByText(/^Done: /)).toBeVisible();
  await bridge.call("verify_sources", { kind: "all", space: europe });
  await open(page, hash);
  await expect(row(page, account)).toContainText("Active");
});
