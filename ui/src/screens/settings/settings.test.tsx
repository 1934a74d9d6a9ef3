import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { fake } from "@/platform/fake";
import { appState, connection } from "@/platform/fake/app";
import { renderScreen } from "../../../tests/renderScreen";
import SettingsScreen from ".";

const open = () => renderScreen(<SettingsScreen />, "/settings", "/settings");

describe("settings", () => {
  it("resets the sandbox only when asked twice", async () => {
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Reset sandbox" }));
    expect(fake.requests("reset_sandbox")).toEqual([]);
    await user.click(await screen.findByRole("button", { name: "Reset" }));
    await waitFor(() => expect(fake.requests("reset_sandbox")).toEqual([null]));
    await screen.findByText("The sandbox was reset");
  });

  it("saves how slow the sandbox is, as numbers", async () => {
    const { user } = open();
    const field = await screen.findByLabelText("Propagation");
    await user.clear(field);
    await user.type(field, " 120");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(fake.requests("save_sandbox")).toEqual([
        { propagation_seconds: 120, validation_seconds: 3 },
      ]),
    );
  });

  it.each(["", "-1", "1.5", "2s"])(
    "says at the field that %j is no number of seconds",
    async (text) => {
      const { user } = open();
      const field = await screen.findByLabelText("Validation");
      await user.clear(field);
      if (text) await user.type(field, text);
      expect(screen.queryByText(/^Enter a whole number of seconds/)).toBeNull();
      await user.click(screen.getByRole("button", { name: "Save" }));
      await screen.findByText(/^Enter a whole number of seconds/);
      expect(field.getAttribute("aria-invalid")).toBe("true");
      expect(document.activeElement).toBe(field);
      expect((field as HTMLInputElement).value).toBe(text);
      expect(fake.requests("save_sandbox")).toEqual([]);
      await user.clear(field);
      await user.type(field, "5");
      expect(screen.queryByText(/^Enter a whole number of seconds/)).toBeNull();
    },
  );

  it("says at the field what Rust says of a number that is too large", async () => {
    fake.on("save_sandbox", () => {
      throw {
        code: "invalidInput",
        message: "Enter at most 600 seconds.",
        remedy: null,
        fields: [{ field: "validation_seconds", message: "Enter at most 600 seconds." }],
      };
    });
    const { user } = open();
    const field = await screen.findByLabelText("Validation");
    await user.clear(field);
    await user.type(field, "99999999999");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Enter at most 600 seconds.");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(field);
    expect(fake.requests("save_sandbox")).toMatchObject([{ validation_seconds: 4_294_967_295 }]);
  });

  it("has no sandbox settings on real AWS", async () => {
    fake.on("start", () => ({ ...appState, connection: { ...connection, sandbox: false } }));
    open();
    await screen.findByText("Rolebridge asks AWS with this identity.");
    expect(screen.queryByRole("button", { name: "Reset sandbox" })).toBeNull();
    expect(fake.requests("get_sandbox")).toEqual([]);
  });

  it("changes the theme and leaves the rest of the preferences alone", async () => {
    const { user } = open();
    await waitFor(() => expect(fake.requests("get_preferences")).toHaveLength(1));
    await user.click(await screen.findByRole("button", { name: "Dark" }));
    await waitFor(() => expect(fake.requests("save_preferences")).toHaveLength(1));
    expect(fake.requests("save_preferences")[0]).toMatchObject({
      theme: "dark",
      activity: { page_size: 25 },
    });
  });
});
