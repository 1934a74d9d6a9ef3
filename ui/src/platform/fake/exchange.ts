import type { ImportPreview } from "@/ipc/ImportPreview";
import type { PublishPreview } from "@/ipc/PublishPreview";
import type { Handlers } from "./control";

export const importPreview: ImportPreview = {
  file: "/home/olivia/roles.ini",
  dialect: { dialect: "aesr", title: "AWS Extend Switch Roles", why: "It has color." },
  others: [],
  items: [
    {
      line: 1,
      name: "prod",
      entry: "prod",
      account: "222222222222",
      role: "arn:aws:iam::222222222222:role/Admin",
      action: { kind: "add" },
      settings: [
        { field: "profile", value: "company" },
        { field: "MFA device", value: "arn:aws:iam::111111111111:mfa/olivia" },
      ],
      not_kept: ["picture"],
    },
    {
      line: 5,
      name: "staging",
      entry: "staging",
      account: "333333333333",
      role: "arn:aws:iam::333333333333:role/Admin",
      action: {
        kind: "update",
        id: 2,
        changes: [{ field: "Region", from: null, to: "eu-central-1" }],
      },
      settings: [{ field: "Region", value: "eu-central-1" }],
      not_kept: [],
    },
  ],
  skipped: [{ line: 9, name: "by-alias", reason: "Its account is the alias our-alias." }],
  warnings: [],
  gone: [],
  token: "0123456789abcdef",
};

export const publishPreview: PublishPreview = {
  path: "/home/olivia/.aws/config",
  exists: true,
  lines: [
    { kind: "same", line: 3, text: "region = eu-central-1" },
    { kind: "added", line: null, text: "# >>> rolebridge profiles >>>" },
    { kind: "added", line: null, text: "[profile prod]" },
    { kind: "added", line: null, text: "credential_process = rolebridge credentials prod" },
    { kind: "added", line: null, text: "# <<< rolebridge profiles <<<" },
  ],
  profiles: ["prod"],
  left_out: [],
  renamed: [],
  notes: [],
  token: "fedcba9876543210",
};

export const exchange = {
  list_dialects: () => [
    { dialect: "aws", title: "AWS configuration file", why: "" },
    { dialect: "aesr", title: "AWS Extend Switch Roles", why: "" },
    { dialect: "csv", title: "CSV", why: "" },
  ],
  choose_file: () => "/home/olivia/roles.ini",
  preview_import: () => importPreview,
  run_import: () => "7a0e6a52-0c43-4a5b-9d9c-5f0f7a1a2b3c",
  export_entries: () => ({ path: "/home/olivia/rolebridge-entries.csv", entries: 3, losses: [] }),
  list_team_files: () => [
    {
      id: 1,
      name: "platform",
      title: "Platform team",
      path: "/home/olivia/platform/rolebridge-team.toml",
      entries: 1,
      taken_at: "2026-11-20T09:00:00Z",
      last_change: {
        at: "2026-11-21T16:20:00Z",
        commit: { id: "4ef4d01", author: "Olivia", changed_since: false },
      },
      state: { kind: "current" as const },
      left_out: [],
    },
  ],
  list_team_entries: () => [],
  preview_team_file: () => ({
    name: "platform",
    title: "Platform team",
    path: "/home/olivia/platform/rolebridge-team.toml",
    last_change: { at: "2026-11-21T16:20:00Z", commit: null },
    difference: {
      added: [
        { line: 4, name: "prod", role: "arn:aws:iam::222222222222:role/Admin", settings: [] },
      ],
      changed: [],
      removed: [],
      warnings: [],
      token: "00112233",
    },
    left_out: [],
  }),
  add_team_file: () => 1,
  update_team_file: () => null,
  remove_team_file: () => null,
  preview_export: () => ({
    name: "rolebridge-entries.csv",
    text: "name,account,role\nprod,222222222222,Admin\n",
    entries: 3,
    losses: [
      { reason: "labels is not in the file: there is no column for it.", entries: ["prod"] },
    ],
    notes: [],
    groups: ["Payments"],
  }),
  preview_publish: () => publishPreview,
  publish: () => ({
    path: publishPreview.path,
    backup: "/home/olivia/.aws/config.rolebridge-20261122T120000Z",
    profiles: 1,
  }),
  unpublish: () => ({ path: publishPreview.path, backup: null, profiles: 0 }),
} satisfies Partial<Handlers>;
