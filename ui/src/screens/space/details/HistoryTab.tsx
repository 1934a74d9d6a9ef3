import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { EmptyState, TimeAgo } from "@/components";
import type { Activity } from "@/ipc/Activity";
import type { ActivityResult } from "@/ipc/ActivityResult";
import { principalName } from "../words";

const results: Record<ActivityResult, [StatusIndicatorProps.Type, string]> = {
  succeeded: ["success", "Succeeded"],
  unchanged: ["success", "Was so already"],
  failed: ["error", "Failed"],
};

const columns: Array<TableProps.ColumnDefinition<Activity>> = [
  { id: "at", header: "When", cell: (a) => <TimeAgo at={a.at} />, isRowHeader: true },
  { id: "action", header: "Action", cell: (a) => a.action },
  { id: "who", header: "Who", cell: (a) => principalName(a.who) },
  {
    id: "result",
    header: "Result",
    cell: (a) => {
      const [type, label] = results[a.result];
      return <StatusIndicator type={type}>{label}</StatusIndicator>;
    },
  },
  { id: "detail", header: "Detail", cell: (a) => a.detail || "-" },
];

/** What was done to the source, newest first. */
export function HistoryTab({ history }: { history: readonly Activity[] }) {
  return (
    <Table
      variant="embedded"
      items={history}
      trackBy={(a) => String(a.id)}
      wrapLines
      ariaLabels={{ tableLabel: "History" }}
      empty={<EmptyState title="No history">Nothing was done to this source yet.</EmptyState>}
      columnDefinitions={columns}
    />
  );
}
