import type { QuickAccessState } from "@/ipc/QuickAccessState";
import type { Handlers } from "./control";

export const quickAccessState: QuickAccessState = {
  settings: {
    shortcut_on: true,
    shortcut: "Ctrl+Alt+Space",
    tray: true,
    close_to_tray: false,
    tell_expiry: true,
  },
  usual_shortcut: "Ctrl+Alt+Space",
  shortcut_trouble: null,
  tray_trouble: null,
};

let state = quickAccessState;

export const quickAccess = {
  get_quick_access: () => state,
  save_quick_access: (settings) => {
    state = { ...state, settings };
    return null;
  },
  hide_quick: () => null,
} satisfies Partial<Handlers>;
