import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { AccountColourOffer } from "@/ipc/AccountColourOffer";
import type { Failure } from "@/ipc/Failure";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { fake } from "@/platform/fake";
import { switchRows } from "@/platform/fake/switching";
import { renderScreen } from "../../../../tests/renderScreen";
import AccountColourDialog from "./AccountColourDialog";

const row = switchRows[0] as SwitchRow;

const offer: AccountColourOffer = {
  account: "222222222222",
  role: "arn:aws:iam::222222222222:role/Admin",
  now: "none",
  nearest: "red",
  all: ["none", "teal", "red"],
  permissions: ["uxc:GetAccountCustomizations", "uxc:UpdateAccountCustomizations"],
};

function arrive(answer: Partial<AccountColourOffer> = {}) {
  fake.on("get_account_colour", () => ({ ...offer, ...answer }));
  const closed: string[] = [];
  const { user } = renderScreen(
    <AccountColourDialog row={row} onClose={() => closed.push("closed")} />,
    "/",
    "/",
  );
  return { user, closed };
}

function fails(command: "get_account_colour" | "set_account_colour", failure: Failure) {
  fake.on(command, () => {
    throw failure;
  });
}

const fact = (label: string) =>
  screen.getByText(label).closest("dt")?.nextElementSibling?.textContent;
const button = (name: string) => screen.findByRole("button", { name });

async function choose(user: ReturnType<typeof arrive>["user"], colour: string) {
  await user.click(screen.getByRole("button", { name: /^New colour/ }));
  await user.click(await screen.findByRole("option", { name: colour }));
}

describe("the account's colour in the console", () => {
  it("shows what is, what will be, for whom and what it takes, and changes nothing by itself", async () => {
    const { user, closed } = arrive();
    await button("Set for everybody");
    expect(fact("Shown now")).toBe("No colour");
    expect(fact("Shown afterwards")).toBe("Red");
    expect(screen.getByText("Everybody who uses the console of this account sees it")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Permissions that Admin needs" }));
    expect(screen.getByText("uxc:UpdateAccountCustomizations")).toBeTruthy();
    await user.click(await button("Cancel"));
    expect(closed).toEqual(["closed"]);
    expect(fake.requests("set_account_colour")).toEqual([]);
  });

  it("sets what was chosen in place of what was shown", async () => {
    const { user, closed } = arrive();
    await button("Set for everybody");
    await choose(user, "Teal");
    expect(fact("Shown afterwards")).toBe("Teal");
    await user.click(await button("Set for everybody"));
    await waitFor(() => expect(closed).toEqual(["closed"]));
    expect(fake.requests("set_account_colour")).toEqual([
      { id: row.entry.id, before: "none", colour: "teal" },
    ]);
  });

  it("takes the colour away on request", async () => {
    const { user } = arrive({ now: "red", nearest: "red" });
    // What is there already is not set again.
    const set = await button("Set for everybody");
    expect(set.getAttribute("aria-disabled") ?? set.getAttribute("disabled")).not.toBeNull();
    await choose(user, "No colour");
    await user.click(await button("Remove for everybody"));
    await waitFor(() =>
      expect(fake.requests("set_account_colour")).toEqual([
        { id: row.entry.id, before: "red", colour: "none" },
      ]),
    );
  });

  it("proposes nothing for a grey", async () => {
    arrive({ now: "teal", nearest: null });
    const set = await button("Set for everybody");
    expect(set.getAttribute("aria-disabled") ?? set.getAttribute("disabled")).not.toBeNull();
    expect(fact("Shown afterwards")).toBe("Teal");
    expect(screen.getByText(/none of them is near the entry's own/)).toBeTruthy();
  });

  it("says why it was not changed, and shows what is there now", async () => {
    const { user, closed } = arrive();
    await button("Set for everybody");
    const denied: Failure = {
      code: "denied",
      message: "AWS denied uxc:UpdateAccountCustomizations on account 222222222222.",
      remedy: "Allow the entry's role the action that is missing.",
    };
    fails("set_account_colour", denied);
    fake.on("get_account_colour", () => ({ ...offer, now: "teal" }));
    await user.click(await button("Set for everybody"));
    await screen.findByText(denied.message);
    await screen.findByText("Allow the entry's role the action that is missing.");
    await waitFor(() => expect(fact("Shown now")).toBe("Teal"));
    expect(closed).toEqual([]);
  });

  it("offers nothing where it could not be read", async () => {
    fails("get_account_colour", {
      code: "refused",
      message: "AWS documents no colours of accounts in the partition aws-eusc.",
      remedy: null,
    });
    renderScreen(<AccountColourDialog row={row} onClose={() => undefined} />, "/", "/");
    await screen.findByText(/partition aws-eusc/);
    expect(screen.queryByText("Shown now")).toBeNull();
  });
});
