import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Failure } from "@/ipc/Failure";
import { fake } from "@/platform/fake";
import { quickAccessState } from "@/platform/fake/quickAccess";
import { renderScreen } from "../../../../tests/renderScreen";
import { QuickAccess } from ".";

const open = () => renderScreen(<QuickAccess />, "/settings", "/settings");

describe("quick switcher and tray", () => {
  it("takes down the keys pressed in the field, and leaves Tab alone", async () => {
    fake.on("get_quick_access", () => quickAccessState);
    const { user } = open();
    const field = await screen.findByLabelText("Shortcut");
    field.focus();
    await user.keyboard("{Control>}{Shift>}{/Shift}{/Control}");
    expect(fake.requests("save_quick_access")).toEqual([]);
    await user.keyboard("{Control>}{Alt>}[KeyK]{/Alt}{/Control}");
    await waitFor(() =>
      expect(fake.requests("save_quick_access")).toEqual([
        { ...quickAccessState.settings, shortcut: "Ctrl+Alt+KeyK" },
      ]),
    );
    field.focus();
    await user.tab();
    expect(document.activeElement).not.toBe(field);
    expect(fake.requests("save_quick_access")).toHaveLength(1);
  });

  it("shows at the field why a shortcut is refused, with the keys that were pressed", async () => {
    fake.on("get_quick_access", () => quickAccessState);
    fake.on("save_quick_access", () => {
      const message = "Ctrl+C is for editing in every program. Choose another one.";
      throw {
        code: "invalidInput",
        message,
        remedy: null,
        fields: [{ field: "shortcut", message }],
      } satisfies Failure;
    });
    const { user } = open();
    const field = await screen.findByLabelText("Shortcut");
    field.focus();
    await user.keyboard("{Control>}[KeyC]{/Control}");
    await screen.findByText(/is for editing in every program/);
    expect(field).toHaveProperty("value", "Ctrl+KeyC");
    expect(field.getAttribute("aria-invalid")).toBe("true");
  });

  it("says what to do where the desktop gives no shortcut and no tray", async () => {
    fake.on("get_quick_access", () => ({
      ...quickAccessState,
      shortcut_trouble: "On this desktop (Wayland) a program can't take a shortcut.",
      tray_trouble: "The library for it is missing.",
    }));
    open();
    await screen.findByText(/Wayland/);
    await screen.findByText(/library for it is missing/);
    expect(
      screen.getByLabelText("Keep Rolebridge in the tray when its window is closed"),
    ).toHaveProperty("disabled", true);
  });

  it("changes one choice and leaves the others alone", async () => {
    fake.on("get_quick_access", () => quickAccessState);
    const { user } = open();
    await user.click(await screen.findByLabelText("Notify me before a session ends"));
    await waitFor(() =>
      expect(fake.requests("save_quick_access")).toEqual([
        { ...quickAccessState.settings, tell_expiry: false },
      ]),
    );
  });
});
