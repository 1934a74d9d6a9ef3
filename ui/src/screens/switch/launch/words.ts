import type { LaunchWay } from "@/ipc/LaunchWay";

interface Words {
  /** On the button. */
  action: string;
  /** The same with the entry's name, for those who don't see the card. */
  named: (name: string) => string;
  /** Below it in the menu. */
  about: string;
  /** What is on the way. */
  busy: string;
}

export const words: Record<LaunchWay, Words> = {
  console: {
    action: "Open console",
    named: (name) => `Open the console as ${name}`,
    about: "Signed in with credentials of the role",
    busy: "Signing in",
  },
  switchRole: {
    action: "Switch",
    named: (name) => `Switch to ${name}`,
    about: "The console's switch-role page, filled in",
    busy: "Opening the browser",
  },
  terminal: {
    action: "Open terminal",
    named: (name) => `Open a terminal as ${name}`,
    about: "With credentials in its environment",
    busy: "Opening a terminal",
  },
  copy: {
    action: "Copy exports",
    named: (name) => `Copy exports of ${name}`,
    about: "For a shell; cleared from the clipboard by itself",
    busy: "Asking for credentials",
  },
};

/** What to say when it is done; nothing where something else says it. */
export function done(way: LaunchWay, name: string): { header: string; content: string } | null {
  switch (way) {
    case "console":
      return {
        header: `Opening the console as ${name}`,
        content: "Your browser was opened, signed in with credentials of the role.",
      };
    case "switchRole":
      return {
        header: `Switching to ${name}`,
        content:
          "The console's switch-role page was opened in your browser. Press Switch Role there.",
      };
    case "terminal":
      return {
        header: `Opening a terminal as ${name}`,
        content: "Credentials are asked for in it, and so is an MFA code where the role wants one.",
      };
    case "copy":
      return null;
  }
}
