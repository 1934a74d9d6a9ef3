import type { Check } from "@/ipc/Check";
import type { Source } from "@/ipc/Source";
import type { SourceDetail } from "@/ipc/SourceDetail";
import type { SourceStatus } from "@/ipc/SourceStatus";
import type { Handlers } from "./control";
import { fake } from "./control";
import { activities } from "./activity";
import { driftedDocuments, gaDocuments, gaTrust, wrongTrust } from "./documents";
import { plan, removePlan, updatePlan } from "./plans";
import { paymentsRef } from "./spaces";

const names = [
  "checkout-prod",
  "ledger-prod",
  "payouts-prod",
  "checkout-staging",
  "data-lake",
  "fraud",
  "archive",
  "shared-network",
];
const statuses: Array<[SourceStatus, string | null]> = [
  ["active", null],
  ["active", null],
  ["drifted", "The trust policy is not the template's."],
  ["active", null],
  ["failed", "AWS could not assume the role: the trust policy names another account."],
  ["propagating", "The role changed 40 seconds ago. AWS may need two minutes."],
  ["disconnected", "The association is gone from the agent space."],
  ["unknown", null],
];

function account(index: number) {
  return String(index + 2).repeat(12);
}

export const sourceRows: Source[] = names.map((name, i) => ({
  id: i + 1,
  space: paymentsRef,
  account: account(i),
  label: i % 3 === 1 ? null : name,
  alias: i % 2 === 0 ? `acme-${name}` : null,
  role: `arn:aws:iam::${account(i)}:role/DevOpsAgentRole-${name}`,
  external_id: null,
  template: i === 3 ? "devops-agent-preview" : i === 7 ? null : "devops-agent",
  generation: i === 3 ? "preview" : i === 7 ? null : "ga",
  association: i === 6 ? null : `as-${i + 1}`,
  status: statuses[i]?.[0] ?? "active",
  status_reason: statuses[i]?.[1] ?? null,
  last_checked: i === 7 ? null : `2026-11-${String(20 - i).padStart(2, "0")}T10:0${i}:00Z`,
  role_changed_at: null,
  reach:
    i === 7
      ? { kind: "none" }
      : { kind: "assumeRole", role: "OrganizationAccountAccessRole", external_id: null },
  added_by: i === 7 ? null : "arn:aws:iam::111111111111:user/Olivia",
  added_at: i === 7 ? null : `2026-0${i + 3}-11T14:30:00Z`,
}));

function checks(source: Source): Check[] {
  const bad = source.status === "drifted" || source.status === "failed";
  const passed = { outcome: "passed", remedy: null, expected: null, found: null } as const;
  return [
    { kind: "reach", summary: "Assumed OrganizationAccountAccessRole.", ...passed },
    { kind: "role", summary: "The role is there.", ...passed },
    bad
      ? {
          kind: "trust",
          outcome: source.status === "failed" ? "failed" : "warning",
          summary: "The trust policy names account 999999999999, not 111111111111.",
          remedy: "Update the source to bring the role back to its template.",
          expected: gaTrust,
          found: wrongTrust,
        }
      : { kind: "trust", summary: "The trust policy is the template's.", ...passed },
    {
      kind: "managedPolicy",
      summary: "AIDevOpsAgentAccessPolicy is attached.",
      ...passed,
    },
    { kind: "inlinePolicy", summary: "The inline policy is the template's.", ...passed },
    { kind: "association", summary: "The agent space has an association.", ...passed },
    source.status === "failed"
      ? {
          kind: "validation",
          outcome: "failed",
          summary: "AWS says that the association is invalid.",
          remedy: "Correct the trust policy. AWS validates again by itself.",
          expected: null,
          found: null,
        }
      : { kind: "validation", summary: "AWS says that the association is valid.", ...passed },
  ];
}

export function sourceDetail(id: number): SourceDetail {
  const source = sourceRows.find((s) => s.id === id);
  if (!source) throw { code: "notFound", message: "This source does not exist.", remedy: null };
  const bad = source.status === "drifted" || source.status === "failed";
  const unread = source.status === "unknown";
  return {
    source,
    expected: source.template ? gaDocuments : null,
    found: unread ? null : bad ? driftedDocuments : gaDocuments,
    findings: unread
      ? []
      : [
          {
            inline: null,
            findings: bad
              ? [
                  {
                    code: "trust-account",
                    severity: "security",
                    message: "The trust policy names account 999999999999.",
                    pointer: "/Statement/0/Condition",
                    fix: { sentence: "Name the account of the agent space.", document: gaTrust },
                  },
                ]
              : [],
          },
        ],
    found_at: source.last_checked,
    association: source.association
      ? {
          id: source.association,
          kind: "source",
          account: source.account,
          role: source.role,
          external_id: null,
          elevated_role: null,
          status: source.status === "failed" ? "invalid" : "valid",
          created_at: "2026-05-11T14:30:00Z",
          updated_at: "2026-05-11T14:31:00Z",
        }
      : null,
    accepted: null,
    verification: source.last_checked
      ? { source: id, at: source.last_checked, status: source.status, checks: checks(source) }
      : null,
    history: activities.slice(0, 4),
  };
}

/** Plays a verification, so that the progress can be seen. */
function playJob(total: number): string {
  const id = `job-${Date.now()}`;
  const send = (done: number) =>
    fake.emit({
      kind: "job",
      job: {
        id,
        title:
          total === 1 ? "Verifying 1 secondary source" : `Verifying ${total} secondary sources`,
        done,
        total,
        attention: done > 2 ? 1 : 0,
        now: done < total ? `Reading the role in account ${account(done)}` : "",
        state: done < total ? "running" : "finished",
      },
    });
  for (let i = 0; i <= total; i++) setTimeout(() => send(i), 50 + i * 700);
  return id;
}

export const sources = {
  list_sources: () => ({
    rows: sourceRows,
    matching: sourceRows.length,
    total: sourceRows.length,
  }),
  list_source_values: (request) =>
    request.column === "status"
      ? ["Active", "Failed", "Propagating"]
      : sourceRows.map((s) => (request.column === "account" ? s.account : (s.label ?? s.role))),
  refresh_sources: () => null,
  get_source: (id) => sourceDetail(id),
  save_source_settings: () => null,
  verify_sources: (selection) =>
    playJob(selection.kind === "all" ? sourceRows.length : selection.ids.length),
  accept_exposure: () => null,
  plan_update: () => plan(updatePlan()),
  plan_remove: (request) => plan(removePlan(request)),
} satisfies Partial<Handlers>;
