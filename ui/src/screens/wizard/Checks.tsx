import Box from "@cloudscape-design/components/box";
import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import { DocumentDiff } from "@/components";
import type { Check } from "@/ipc/Check";
import type { Outcome } from "@/ipc/Outcome";
import "./wizard.css";

const signs: Record<Outcome, StatusIndicatorProps.Type> = {
  passed: "success",
  failed: "error",
  warning: "warning",
  waiting: "in-progress",
  skipped: "not-started",
};

/** What verification looked at and found. */
export function Checks({ checks }: { checks: readonly Check[] }) {
  return (
    <ul className="rb-checks" aria-label="Checks">
      {checks.map((check) => (
        <li key={check.kind}>
          <StatusIndicator type={signs[check.outcome]}>{check.summary}</StatusIndicator>
          {check.remedy && (
            <div className="rb-check-remedy">
              <Box color="text-body-secondary">{check.remedy}</Box>
            </div>
          )}
          {check.found !== null && check.expected !== null && (
            <div className="rb-check-remedy">
              <DocumentDiff
                title="Found and expected"
                before={check.found}
                after={check.expected}
                beforeLabel="found"
                afterLabel="expected"
              />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
