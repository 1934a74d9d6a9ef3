import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import type { SourceStatus } from "@/ipc/SourceStatus";

const shown: Record<SourceStatus, [StatusIndicatorProps.Type, string]> = {
  active: ["success", "Active"],
  drifted: ["warning", "Active, role differs"],
  validating: ["in-progress", "Validating"],
  propagating: ["in-progress", "Propagating"],
  pendingConfirmation: ["pending", "Pending confirmation"],
  unsafe: ["error", "Unsafe"],
  failed: ["error", "Failed"],
  disconnected: ["stopped", "Disconnected"],
  unknown: ["info", "Not checked"],
};

/** The words for a status. */
export function sourceStatusLabel(status: SourceStatus): string {
  return shown[status][1];
}

/** Where a secondary source stands, with sign and words. */
export function SourceStatusIndicator({ status }: { status: SourceStatus }) {
  const [type, label] = shown[status];
  return <StatusIndicator type={type}>{label}</StatusIndicator>;
}
