import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Identity } from "@/ipc/Identity";
import { fake } from "@/platform/fake";
import { appState, connection, identities } from "@/platform/fake/app";
import { renderScreen } from "../../../tests/renderScreen";
import StartScreen from ".";

const chosen = () => (screen.getByRole("radio", { checked: true }) as HTMLInputElement).value;

function first() {
  fake.on("start", () => ({ ...appState, connection: null }));
  return renderScreen(<StartScreen />, "/", "/");
}

describe("start", () => {
  it("connects with the identity that is chosen", async () => {
    const { user } = first();
    await user.click(await screen.findByText("Sandbox"));
    await user.click(screen.getByRole("button", { name: "Connect" }));
    await waitFor(() =>
      expect(fake.requests("connect")).toEqual([{ identity: { kind: "sandbox" }, region: null }]),
    );
  });

  it("asks for a Region only where the identity has none", async () => {
    const { user } = first();
    await screen.findByText("operations");
    expect(screen.queryByLabelText("Region")).toBeNull();
    await user.click(screen.getByText("default"));
    await user.type(await screen.findByLabelText("Region"), "eu-west-1");
    await user.click(screen.getByRole("button", { name: "Connect" }));
    await waitFor(() =>
      expect(fake.requests("connect")).toEqual([
        { identity: { kind: "profile", name: "default" }, region: "eu-west-1" },
      ]),
    );
  });

  it("says what failed and what to do, and forgets it when another is chosen", async () => {
    fake.on("connect", () => {
      throw { code: "credentials", message: "The sign-in has run out.", remedy: "Sign in again." };
    });
    const { user } = first();
    await screen.findByText("operations");
    await user.click(screen.getByRole("button", { name: "Connect" }));
    await screen.findByText("The sign-in has run out.");
    screen.getByText("Sign in again.");
    await user.click(screen.getByText("Sandbox"));
    expect(screen.queryByText("The sign-in has run out.")).toBeNull();
  });

  it("offers real AWS first to who comes from the sandbox", async () => {
    renderScreen(<StartScreen />, "/connect", "/connect");
    await screen.findByText("In use");
    expect(chosen()).toBe("profile operations");
  });

  it("offers the identity in use first on real AWS", async () => {
    const identity = identities[1] as Identity;
    fake.on("start", () => ({
      ...appState,
      connection: { ...connection, identity, sandbox: false },
    }));
    renderScreen(<StartScreen />, "/connect", "/connect");
    await screen.findByText("In use");
    expect(chosen()).toBe("profile default");
  });
});
