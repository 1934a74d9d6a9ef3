import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { FailureAlert, failureFlash } from "@/components";
import type { IdentityRow } from "@/ipc/IdentityRow";
import { fake } from "@/platform/fake";
import { rows } from "@/platform/fake/identities";
import { renderScreen } from "../../../tests/renderScreen";
import Identities from ".";

const audit = rows.find((r) => r.identity.label === "audit") as IdentityRow;

async function shown() {
  const view = renderScreen(<Identities />, "/identities", "/identities");
  await screen.findByText("operations");
  return view;
}

async function choose(user: Awaited<ReturnType<typeof shown>>["user"], name: string, item: string) {
  await user.click(screen.getByRole("checkbox", { name: `Select ${name}` }));
  await user.click(screen.getByRole("button", { name: "Actions" }));
  await user.click(await screen.findByRole("menuitem", { name: item }));
}

describe("identities", () => {
  it("shows every state in words and asks nobody by itself", async () => {
    await shown();
    for (const label of ["Signed in", "Expired", "Sign-in needed", "Not usable", "Not checked"]) {
      expect(screen.getAllByText(label).length).toBeGreaterThan(0);
    }
    expect(fake.requests("check_identities")).toEqual([]);
    expect(fake.requests("sign_in")).toEqual([]);
  });

  it("checks all, or those that are selected", async () => {
    const { user } = await shown();
    await user.click(screen.getByRole("button", { name: "Check all" }));
    await choose(user, "vendor", "Check");
    await waitFor(() =>
      expect(fake.requests("check_identities")).toEqual([
        { kind: "all" },
        { kind: "these", identities: [{ kind: "profile", name: "vendor" }] },
      ]),
    );
  });

  it("finds by state, kind and account", async () => {
    const { user } = await shown();
    await user.type(screen.getByLabelText("Find identities"), "identity center expired");
    await waitFor(() => expect(screen.queryByText("operations")).toBeNull());
    screen.getByText("audit");
    await user.type(screen.getByLabelText("Find identities"), " nothing");
    await screen.findByText("No identity matches the filter.");
  });

  it("signs in again from the details of one that has expired", async () => {
    const { user } = await shown();
    await choose(user, "audit", "Sign in");
    expect(fake.requests("sign_in")).toEqual([
      { identity: audit.identity.reference, with_code: false },
    ]);
  });

  it("removes only keys that Rolebridge keeps, after asking", async () => {
    const { user } = await shown();
    await choose(user, "break glass", "Remove");
    const dialog = await screen.findByRole("dialog");
    within(dialog).getByText(/goes out of the keychain/);
    await user.click(within(dialog).getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(fake.requests("remove_key")).toEqual(["AKIAIOSFODNN7EXAMPLE"]));
  });

  it("asks for a key without its secret, and takes a change of mind for no failure", async () => {
    fake.on("keep_key", () => {
      throw { code: "cancelled", message: "Cancelled.", remedy: null };
    });
    const { user } = await shown();
    await user.click(screen.getByRole("button", { name: "Add access key" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).queryByLabelText(/secret/i)).toBeNull();
    await user.type(within(dialog).getByLabelText("Name"), "spare");
    await user.type(within(dialog).getByLabelText("Access key ID"), "AKIAIOSFODNN7EXAMPLE");
    await user.click(within(dialog).getByRole("button", { name: "Next: type the secret" }));
    await waitFor(() => expect(fake.requests("keep_key")).toHaveLength(1));
    expect(within(dialog).queryByText("Cancelled.")).toBeNull();
    expect(within(dialog).getByLabelText("Name")).toHaveProperty("value", "spare");
  });

  it("keeps no key where there is no keychain", async () => {
    fake.on("start_key_form", () => ({ problem: "There is no keychain.", remedy: "Start one." }));
    const { user } = await shown();
    await user.click(screen.getByRole("button", { name: "Add access key" }));
    await screen.findByText("Start one.");
    await user.click(screen.getByRole("button", { name: "Next: type the secret" }));
    expect(fake.requests("keep_key")).toEqual([]);
  });

  it("says when there is nothing and when the list can't be read", async () => {
    fake.on("list_identity_rows", () => []);
    renderScreen(<Identities />, "/identities", "/identities");
    await screen.findByText("No identities");
  });
});

describe("a failure for want of a sign-in", () => {
  it("offers to sign in, by its code", async () => {
    const identity = { kind: "profile" as const, name: "audit" };
    const failure = {
      code: "signIn" as const,
      message: "The sign-in of profile audit has run out.",
      remedy: "Sign in, then try again.",
      identity,
    };
    const { user } = renderScreen(<FailureAlert failure={failure} />, "/", "/");
    await user.click(await screen.findByRole("button", { name: "Sign in" }));
    expect(fake.requests("sign_in")).toEqual([{ identity, with_code: false }]);
    expect(failureFlash("x", failure)?.action).toBeTruthy();
  });
});
