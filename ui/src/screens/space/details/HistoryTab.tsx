import Box from "@cloudscape-design/components/box";
import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import { TimeAgo } from "@/components";
import type { Activity } from "@/ipc/Activity";
import type { ActivityResult } from "@/ipc/ActivityResult";
import { principalName } from "../words";

const results: Record<ActivityResult, [StatusIndicatorProps.Type, string]> = {
  succeeded: ["success", "Succeeded"],
  unchanged: ["success", "Was so already"],
  finding: ["warning", "Needs attention"],
  failed: ["error", "Failed"],
};

/** What was done to the source, newest first. A list, because the panel may be narrow. */
export function HistoryTab({ history }: { history: readonly Activity[] }) {
  if (history.length === 0) {
    return <Box color="text-body-secondary">Nothing was done to this source yet.</Box>;
  }
  return (
    <ol className="rb-checks-list" aria-label="History, newest first">
      {history.map((line) => {
        const [type, label] = results[line.result];
        return (
          <li key={line.id}>
            <div className="rb-check-line">
              <Box variant="strong">{line.action}</Box>
              <StatusIndicator type={type}>{label}</StatusIndicator>
            </div>
            {line.detail && <div>{line.detail}</div>}
            <Box color="text-body-secondary" fontSize="body-s">
              <TimeAgo at={line.at} /> by <span title={line.who}>{principalName(line.who)}</span>
            </Box>
          </li>
        );
      })}
    </ol>
  );
}
