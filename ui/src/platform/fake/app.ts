import type { AppState } from "@/ipc/AppState";
import type { Connection } from "@/ipc/Connection";
import type { Identity } from "@/ipc/Identity";
import type { Preferences } from "@/ipc/Preferences";
import type { TablePreferences } from "@/ipc/TablePreferences";
import type { Handlers } from "./control";

export const sandboxIdentity: Identity = {
  reference: { kind: "sandbox" },
  label: "Sandbox",
  detail: "A small organization to play in. No real AWS is used.",
  region: "us-east-1",
};

export const identities: Identity[] = [
  {
    reference: { kind: "profile", name: "operations" },
    label: "operations",
    detail: "IAM Identity Center, account 111111111111, DevOpsAdmin",
    region: "eu-central-1",
  },
  {
    reference: { kind: "profile", name: "default" },
    label: "default",
    detail: "Access key in the shared credentials file",
    region: null,
  },
  sandboxIdentity,
];

export const connection: Connection = {
  identity: sandboxIdentity,
  caller: {
    account: "111111111111",
    arn: "arn:aws:iam::111111111111:user/Olivia",
    user_id: "AIDASANDBOXOLIVIA",
  },
  sandbox: true,
};

export const appState: AppState = { version: "0.1.0", connection, unfinished: [] };

export function tablePreferences(): TablePreferences {
  return { page_size: 25, wrap_lines: false, striped_rows: false, compact: false, columns: [] };
}

export const standardPreferences: Preferences = {
  theme: "system",
  sources: tablePreferences(),
  activity: tablePreferences(),
  spaces: tablePreferences(),
  identities: tablePreferences(),
  switch: { look: "rows", order: "use" },
  opening: {
    way: null,
    browser: { browser: null, profile: null, private: false },
    colours: [],
    isolate: false,
    terminal: null,
    shell: null,
    service: null,
    region: "",
    duration: null,
    clear_clipboard_seconds: 60,
  },
};

let preferences = standardPreferences;

export const app = {
  start: () => appState,
  list_identities: () => identities,
  list_profiles: () => identities.filter((i) => i.reference.kind === "profile"),
  connect: () => appState,
  get_preferences: () => preferences,
  save_preferences: (request) => {
    preferences = request;
    return null;
  },
  get_sandbox: () => ({ propagation_seconds: 8, validation_seconds: 3 }),
  save_sandbox: () => null,
  reset_sandbox: () => appState,
  open_console: () => null,
  cancel_job: () => null,
  screen_ready: () => null,
} satisfies Partial<Handlers>;
