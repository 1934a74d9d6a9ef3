import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import { AccountCell, exactTime, type FilterProperty, type TableColumn } from "@/components";
import type { Activity } from "@/ipc/Activity";
import type { ActivityColumn } from "@/ipc/ActivityColumn";
import type { ActivityResult } from "@/ipc/ActivityResult";

export const tableColumns: TableColumn[] = [
  { id: "at", label: "Time", alwaysVisible: true },
  { id: "who", label: "Who" },
  { id: "action", label: "Action" },
  { id: "account", label: "Account" },
  { id: "subject", label: "Subject" },
  { id: "result", label: "Result" },
  { id: "detail", label: "Detail" },
];

const minutes = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

const results: Record<ActivityResult, [StatusIndicatorProps.Type, string]> = {
  succeeded: ["success", "Succeeded"],
  unchanged: ["info", "Unchanged"],
  finding: ["warning", "Needs attention"],
  failed: ["error", "Failed"],
};

/** The words for a value of a filter. */
export function valueLabel(column: ActivityColumn, value: string): string {
  return column === "result" && value in results ? results[value as ActivityResult][1] : value;
}

/** "user/Olivia" of "arn:aws:iam::111111111111:user/Olivia"; what is no ARN stays. */
export function shortName(arn: string): string {
  return arn.split(":").slice(5).join(":") || arn;
}

export const definitions: Array<TableProps.ColumnDefinition<Activity>> = [
  {
    id: "at",
    header: "Time",
    sortingField: "at",
    isRowHeader: true,
    width: 200,
    cell: (a) => (
      <time dateTime={a.at} title={exactTime(a.at)}>
        {minutes.format(new Date(a.at))}
      </time>
    ),
  },
  {
    id: "who",
    header: "Who",
    sortingField: "who",
    width: 105,
    cell: (a) => <span title={a.who}>{shortName(a.who)}</span>,
  },
  { id: "action", header: "Action", sortingField: "action", width: 160, cell: (a) => a.action },
  {
    id: "account",
    header: "Account",
    sortingField: "account",
    width: 142,
    cell: (a) => (a.account === null ? "-" : <AccountCell account={a.account} />),
  },
  {
    id: "subject",
    header: "Subject",
    sortingField: "subject",
    width: 165,
    cell: (a) => <span title={a.subject}>{shortName(a.subject)}</span>,
  },
  {
    id: "result",
    header: "Result",
    sortingField: "result",
    width: 175,
    cell: (a) => {
      const [type, label] = results[a.result];
      return <StatusIndicator type={type}>{label}</StatusIndicator>;
    },
  },
  { id: "detail", header: "Detail", width: 320, cell: (a) => a.detail || "-" },
];

export const filterProperties: ReadonlyArray<FilterProperty<ActivityColumn>> = [
  { key: "who", label: "Who", groupValuesLabel: "People" },
  { key: "action", label: "Action", groupValuesLabel: "Actions" },
  { key: "account", label: "Account", groupValuesLabel: "Accounts" },
  { key: "subject", label: "Subject", groupValuesLabel: "Subjects" },
  { key: "result", label: "Result", groupValuesLabel: "Results" },
  { key: "at", label: "Time", groupValuesLabel: "Times" },
];
