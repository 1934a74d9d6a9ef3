import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import type { AssociationStatus } from "@/ipc/AssociationStatus";

const shown: Record<AssociationStatus, [StatusIndicatorProps.Type, string]> = {
  valid: ["success", "Active"],
  invalid: ["error", "Failed"],
  pendingConfirmation: ["pending", "Pending confirmation"],
  unknown: ["info", "Not checked"],
};

/** What AWS says of an association. */
export function AssociationStatusIndicator({ status }: { status: AssociationStatus }) {
  const [type, label] = shown[status];
  return <StatusIndicator type={type}>{label}</StatusIndicator>;
}
