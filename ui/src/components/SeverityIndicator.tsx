import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import type { FindingSeverity } from "@/ipc/FindingSeverity";

const shown: Record<FindingSeverity, [StatusIndicatorProps.Type, string]> = {
  error: ["error", "Error"],
  security: ["warning", "Security"],
  warning: ["warning", "Warning"],
  suggestion: ["info", "Suggestion"],
};

/** How serious a finding is, with sign and word. */
export function SeverityIndicator({ severity }: { severity: FindingSeverity }) {
  const [type, word] = shown[severity];
  return <StatusIndicator type={type}>{word}</StatusIndicator>;
}
