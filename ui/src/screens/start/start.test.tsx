import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { fake } from "@/platform/fake";
import { appState, sandboxIdentity } from "@/platform/fake/app";
import { renderScreen } from "../../../tests/renderScreen";
import StartScreen from ".";

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

  it("offers the identity in use first when there is one", async () => {
    renderScreen(<StartScreen />, "/connect", "/connect");
    await screen.findByText(sandboxIdentity.label);
    expect((screen.getByRole("radio", { checked: true }) as HTMLInputElement).value).toBe(
      "sandbox",
    );
    screen.getByText("In use");
  });
});
