import type { LaunchChoices } from "@/ipc/LaunchChoices";
import type { LaunchMenu } from "@/ipc/LaunchMenu";
import type { LaunchWay } from "@/ipc/LaunchWay";
import type { Way } from "@/ipc/Way";
import { fake, type Handlers } from "./control";

const ways: LaunchWay[] = ["console", "switchRole", "terminal", "copy"];
const open: Way = { kind: "open", note: null };
const noConsole: Way = { kind: "closed", reason: "The sandbox has no console to sign in to." };

/** The menu of an entry of the sandbox. */
const sandboxMenu: LaunchMenu = menu("switchRole", (way) => (way === "console" ? noConsole : open));

/** A menu with the same verdict for every way. */
function closedMenu(verdict: Way): LaunchMenu {
  return menu("console", () => verdict);
}

function menu(main: LaunchWay, verdict: (way: LaunchWay) => Way): LaunchMenu {
  return {
    main,
    options: ways.map((way) => ({
      way,
      verdict: verdict(way),
      instead: verdict(way).kind === "closed" ? "Instead: open a terminal or copy exports." : null,
    })),
    service: null,
    region: null,
    chosen: { way: null, browser: null, service: null, region: null },
  };
}

export const launchChoices: LaunchChoices = {
  browsers: [
    { id: "firefox", title: "Firefox", profiles: [], isolates: true, private: true },
    {
      id: "chromium",
      title: "Chromium",
      profiles: [
        { id: "Default", title: "Ada" },
        { id: "Profile 1", title: "Work" },
      ],
      isolates: true,
      private: true,
    },
  ],
  terminals: [
    { id: "gnome-terminal", title: "GNOME Terminal" },
    { id: "xterm", title: "xterm" },
  ],
  services: [
    { id: "home", title: "Console home", global: false },
    { id: "ec2", title: "EC2", global: false },
    { id: "iam", title: "IAM", global: true },
    { id: "s3", title: "S3", global: false },
  ],
  shell: "bash",
};

export const launching = {
  // The third entry is a role of DevOps Agent.
  get_launch_menu: (id) =>
    id === 3
      ? closedMenu({
          kind: "closed",
          reason: "Only the DevOps Agent service may assume this role.",
        })
      : sandboxMenu,
  launch: ({ way }) => {
    const taken = way ?? "switchRole";
    if (taken === "copy") {
      const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
      const copied = {
        id: "3c0c5d0e-6d9f-4a52-9d30-0a5b1c5f7d11",
        name: "payments production",
        shell: "bash" as const,
        clears_at: at(60),
        expires_at: at(3600),
      };
      fake.emit({ kind: "clipboard", copied, end: null });
    }
    return taken;
  },
  choose_launch: () => null,
  list_launch_choices: () => launchChoices,
  clear_copied: () => null,
  get_account_colour: () => ({
    account: "222222222222",
    role: "arn:aws:iam::222222222222:role/OrganizationAccountAccessRole",
    now: "none",
    nearest: "red",
    all: [
      "none",
      "pink",
      "purple",
      "darkBlue",
      "lightBlue",
      "teal",
      "green",
      "yellow",
      "orange",
      "red",
    ],
    permissions: [
      "uxc:GetAccountCustomizations",
      "uxc:GetAccountColor",
      "uxc:UpdateAccountCustomizations",
      "uxc:PutAccountColor",
      "uxc:DeleteAccountColor",
    ],
  }),
  set_account_colour: () => null,
} satisfies Partial<Handlers>;
