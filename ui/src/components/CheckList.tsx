import Box from "@cloudscape-design/components/box";
import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import type { Check } from "@/ipc/Check";
import type { CheckKind } from "@/ipc/CheckKind";
import type { Outcome } from "@/ipc/Outcome";
import { Disclosure } from "./Disclosure";
import { DocumentDiff } from "./DocumentDiff";

const kinds: Record<CheckKind, string> = {
  reach: "Access to the account",
  role: "Role",
  trust: "Trust policy",
  managedPolicy: "Managed policy",
  inlinePolicy: "Inline policy",
  assumption: "Assuming the role",
  protection: "Protection from others",
  association: "Association",
  validation: "Validation by AWS",
};

const outcomes: Record<Outcome, [StatusIndicatorProps.Type, string]> = {
  passed: ["success", "Passed"],
  failed: ["error", "Failed"],
  warning: ["warning", "Differs"],
  waiting: ["in-progress", "Waiting for AWS"],
  skipped: ["stopped", "Not looked at"],
};

/** What a verification looked at, and how each look ended. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  return (
    <ul className="rb-checks-list" aria-label="Checks">
      {checks.map((check) => {
        const [type, label] =
          check.kind === "protection" && check.outcome === "warning"
            ? (["warning", "Accepted"] as const)
            : outcomes[check.outcome];
        const { expected, found } = check;
        return (
          <li key={check.kind}>
            <div className="rb-check-line">
              <Box variant="strong">{kinds[check.kind]}</Box>
              <StatusIndicator type={type}>{label}</StatusIndicator>
            </div>
            <div>{check.summary}</div>
            {check.remedy && <Box color="text-body-secondary">{check.remedy}</Box>}
            {(expected !== null || found !== null) && (
              <Disclosure
                text="Show what differs"
                label={`Show what differs: ${kinds[check.kind]}`}
              >
                <DocumentDiff
                  title={kinds[check.kind]}
                  before={found}
                  after={expected}
                  beforeLabel="found"
                  afterLabel="template"
                />
              </Disclosure>
            )}
          </li>
        );
      })}
    </ul>
  );
}
