import Link from "@cloudscape-design/components/link";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import { hash, routes } from "@/app";
import { AccountCell, type TableColumn, TimeAgo } from "@/components";
import type { SpaceSummary } from "@/ipc/SpaceSummary";

export const tableColumns: TableColumn[] = [
  { id: "name", label: "Name", alwaysVisible: true },
  { id: "region", label: "Region" },
  { id: "account", label: "Primary account" },
  { id: "sources", label: "Secondary sources" },
  { id: "created", label: "Created" },
  { id: "description", label: "Description", hidden: true },
];

function by(key: (s: SpaceSummary) => string | number) {
  return (a: SpaceSummary, b: SpaceSummary) => {
    const [left, right] = [key(a), key(b)];
    if (typeof left === "number" && typeof right === "number") return left - right;
    return String(left).localeCompare(String(right));
  };
}

function label(id: string): string {
  return tableColumns.find((c) => c.id === id)?.label ?? id;
}

export const columnDefinitions: Array<TableProps.ColumnDefinition<SpaceSummary>> = [
  {
    id: "name",
    header: label("name"),
    isRowHeader: true,
    cell: (s) => <Link href={hash(routes.space(s.space.space))}>{s.space.name}</Link>,
    sortingField: "name",
    sortingComparator: by((s) => s.space.name),
  },
  {
    id: "region",
    header: label("region"),
    cell: (s) => s.space.space.region,
    sortingField: "region",
    sortingComparator: by((s) => s.space.space.region),
  },
  {
    id: "account",
    header: label("account"),
    cell: (s) => <AccountCell account={s.space.space.account} />,
    sortingField: "account",
    sortingComparator: by((s) => s.space.space.account),
  },
  {
    id: "sources",
    header: label("sources"),
    cell: (s) => <SourceCount summary={s} />,
    sortingField: "sources",
    sortingComparator: by((s) => s.sources),
  },
  {
    id: "created",
    header: label("created"),
    cell: (s) => <TimeAgo at={s.space.created_at} />,
    sortingField: "created",
    sortingComparator: by((s) => s.space.created_at),
  },
  { id: "description", header: label("description"), cell: (s) => s.space.description ?? "-" },
];

/** "12 (1 needs attention)". */
export function sourceCount({ sources, attention }: SpaceSummary): string {
  if (attention === 0) return String(sources);
  return `${sources} (${attention} ${attention === 1 ? "needs" : "need"} attention)`;
}

function SourceCount({ summary }: { summary: SpaceSummary }) {
  const text = sourceCount(summary);
  if (summary.attention === 0) return <>{text}</>;
  return <StatusIndicator type="warning">{text}</StatusIndicator>;
}
