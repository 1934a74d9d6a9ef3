import type { RunningSession } from "@/ipc/RunningSession";
import type { SwitchRow } from "@/ipc/SwitchRow";
import type { Way } from "@/ipc/Way";
import type { Handlers } from "./control";
import { regions } from "./spaces";

const onlyService: Way = {
  kind: "closed",
  reason: "Only an AWS service may assume this role.",
};

export const switchRows: SwitchRow[] = [
  {
    entry: {
      id: 1,
      name: "checkout-prod admin",
      role: "arn:aws:iam::222222222222:role/Admin",
      colour: "f2b0a9",
      region: "us-east-1",
      external_id: null,
    },
    account_name: null,
    last_used: null,
    verdict: { kind: "possible" },
    ways: {
      console: { kind: "open", note: null },
      cli: { kind: "open", note: null },
      federation: { kind: "open", note: null },
    },
  },
  {
    entry: {
      id: 2,
      name: "ledger read only",
      role: "arn:aws:iam::333333333333:role/support/ReadOnly",
      colour: "b7ca9d",
      region: null,
      external_id: null,
    },
    account_name: null,
    last_used: null,
    verdict: { kind: "possible" },
    ways: {
      console: { kind: "open", note: null },
      cli: { kind: "open", note: null },
      federation: { kind: "open", note: null },
    },
  },
  {
    entry: {
      id: 3,
      name: "DevOps Agent in fraud",
      role: "arn:aws:iam::777777777777:role/DevOpsAgentRole-fraud",
      colour: "83d4e8",
      region: null,
      external_id: null,
    },
    account_name: "fraud",
    last_used: "2026-11-20T09:30:00Z",
    verdict: {
      kind: "impossible",
      reason: "Only the DevOps Agent service may assume this role.",
      instead: "Switch to an administrator role in that account to look at it.",
    },
    ways: { console: onlyService, cli: onlyService, federation: onlyService },
  },
];

/** An entry one signs in to. */
export const permissionSetRow: SwitchRow = {
  entry: {
    id: 4,
    name: "payments sign-in",
    role: "arn:aws:iam::444444444444:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_AdministratorAccess_*",
    colour: "efda95",
    region: "eu-west-1",
    external_id: null,
    session: {
      profile: "payments",
      chain: [],
      session_name: null,
      duration: null,
      mfa: null,
      tags: [],
      source_identity: null,
    },
  },
  account_name: "payments",
  last_used: null,
  verdict: {
    kind: "notSwitched",
    reason: "One signs in to a permission set of IAM Identity Center.",
    instead: "Open the console signed in, which needs no switching.",
  },
  ways: {
    console: {
      kind: "closed",
      reason: "One signs in to a permission set of IAM Identity Center.",
    },
    cli: { kind: "open", note: null },
    federation: { kind: "open", note: null },
  },
};

export const sessions: RunningSession[] = [
  {
    entry: 1,
    name: "checkout-prod admin",
    colour: "f2b0a9",
    account: "222222222222",
    role: "Admin",
    expires_at: "2026-11-22T11:00:00Z",
    can_renew: true,
    state: { state: "running" },
  },
  {
    entry: 2,
    name: "ledger read only",
    colour: "b7ca9d",
    account: "333333333333",
    role: "ReadOnly",
    expires_at: "2026-11-22T10:04:00Z",
    can_renew: false,
    state: { state: "running" },
  },
];

export const colours = [
  { name: "Red", hex: "f2b0a9" },
  { name: "Orange", hex: "fbc8aa" },
  { name: "Yellow", hex: "efda95" },
  { name: "Green", hex: "b7ca9d" },
  { name: "Blue", hex: "83d4e8" },
];

export const switching = {
  list_switch_entries: () => ({
    rows: switchRows,
    page: 1,
    total: switchRows.length,
    all: switchRows.length,
    groups: [{ name: null, count: switchRows.length }],
  }),
  list_colours: () => colours,
  list_regions: () => [...regions, { id: "us-gov-west-1", name: "AWS GovCloud (US-West)" }],
  check_switch_form: (form) => ({
    session_name: form.session?.session_name || "rolebridge",
    longest: form.session?.chain.length ? 3600 : 43_200,
    longest_because: form.session?.chain.length
      ? "An hour at most: AWS limits role chaining to one hour."
      : "As long as the role's own maximum session duration, 12 hours at most.",
    errors: form.name === "" ? [{ field: "name", message: "Enter a display name." }] : [],
    warnings: [],
  }),
  save_switch_entry: () => 4,
  change_switch_entries: () => 1,
  move_switch_entry: () => null,
  add_sample_entries: () => 3,
  open_switch_entry: () => null,
  list_sessions: () => [],
  renew_session: () => null,
  end_session: () => ({
    valid_until: "2026-11-22T11:00:00Z",
    message:
      "Rolebridge has forgotten the credentials. AWS itself can't end a session: copies, as in a " +
      "terminal or a browser, stay valid until 2026-11-22T11:00:00Z.",
  }),
} satisfies Partial<Handlers>;
