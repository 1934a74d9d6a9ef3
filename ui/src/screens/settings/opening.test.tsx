import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { fake } from "@/platform/fake";
import { renderScreen } from "../../../tests/renderScreen";
import SettingsScreen from ".";

const open = () => renderScreen(<SettingsScreen />, "/settings", "/settings");
const saved = () => fake.requests("save_preferences").map((p) => p.opening);
const save = () => screen.findByRole("button", { name: "Save how roles open" });

describe("opening roles", () => {
  it("saves what was changed and keeps the rest", async () => {
    const { user } = open();
    const seconds = await screen.findByLabelText("Clear the clipboard after");
    await user.clear(seconds);
    await user.type(seconds, "30");
    await user.click(screen.getByLabelText("One browser profile for each account"));
    await user.click(await save());
    await waitFor(() => expect(saved()).toHaveLength(1));
    expect(saved()[0]).toMatchObject({ clear_clipboard_seconds: 30, isolate: true, way: null });
  });

  it("says at the field what is no number, and saves nothing", async () => {
    const { user } = open();
    const seconds = await screen.findByLabelText("Clear the clipboard after");
    await user.clear(seconds);
    await user.type(seconds, "soon");
    await user.click(await save());
    await screen.findByText("Enter a whole number of seconds.");
    expect(saved()).toEqual([]);
  });

  it("says at the field what Rust says of it, and loses nothing", async () => {
    fake.on("save_preferences", () => {
      throw {
        code: "invalidInput",
        message: "Enter 10 to 600 seconds.",
        remedy: null,
        fields: [{ field: "opening.clear_clipboard_seconds", message: "Enter 10 to 600 seconds." }],
      };
    });
    const { user } = open();
    const seconds = await screen.findByLabelText("Clear the clipboard after");
    await user.clear(seconds);
    await user.type(seconds, "5");
    await user.click(await save());
    await screen.findByText("Enter 10 to 600 seconds.");
    expect(seconds).toHaveProperty("value", "5");
  });
});
