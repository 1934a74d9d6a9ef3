import Badge from "@cloudscape-design/components/badge";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import { AccountCell, type TableColumn, TimeAgo } from "@/components";
import type { IdentityRow } from "@/ipc/IdentityRow";
import { kindLabel, stateLabel, whoShort } from "./words";

export const tableColumns: TableColumn[] = [
  { id: "name", label: "Name", alwaysVisible: true },
  { id: "state", label: "State" },
  { id: "kind", label: "Kind" },
  { id: "account", label: "Account" },
  { id: "who", label: "Signed in as" },
  { id: "until", label: "Expires" },
  { id: "region", label: "Region" },
  { id: "partition", label: "Partition", hidden: true },
  { id: "detail", label: "Configuration", hidden: true },
];

function by(key: (row: IdentityRow) => string) {
  return (a: IdentityRow, b: IdentityRow) => key(a).localeCompare(key(b));
}

export function StateCell({ row }: { row: IdentityRow }) {
  const [type, label] = stateLabel(row.status.state);
  return <StatusIndicator type={type}>{label}</StatusIndicator>;
}

export function definitions(
  onOpen: (row: IdentityRow) => void,
): Array<TableProps.ColumnDefinition<IdentityRow>> {
  return [
    {
      id: "name",
      header: "Name",
      isRowHeader: true,
      width: 178,
      sortingField: "name",
      sortingComparator: by((r) => r.identity.label),
      cell: (r) => (
        <SpaceBetween direction="horizontal" size="xs">
          <Link
            href="#"
            ariaLabel={`Details of ${r.identity.label}`}
            onFollow={(event) => {
              event.preventDefault();
              onOpen(r);
            }}
          >
            {r.identity.label}
          </Link>
          {r.in_use && <Badge color="green">In use</Badge>}
        </SpaceBetween>
      ),
    },
    {
      id: "state",
      header: "State",
      width: 155,
      sortingField: "state",
      sortingComparator: by((r) => r.status.state),
      cell: (r) => <StateCell row={r} />,
    },
    {
      id: "kind",
      header: "Kind",
      width: 140,
      sortingField: "kind",
      sortingComparator: by(kindLabel),
      cell: kindLabel,
    },
    {
      id: "account",
      header: "Account",
      width: 142,
      sortingField: "account",
      sortingComparator: by((r) => r.status.caller?.account ?? ""),
      cell: (r) => (r.status.caller ? <AccountCell account={r.status.caller.account} /> : "-"),
    },
    {
      id: "who",
      header: "Signed in as",
      width: 122,
      sortingField: "who",
      sortingComparator: by(whoShort),
      cell: (r) => <span title={r.status.caller?.arn}>{whoShort(r)}</span>,
    },
    {
      id: "until",
      header: "Expires",
      width: 106,
      sortingField: "until",
      sortingComparator: by((r) => r.status.until ?? ""),
      cell: (r) => <TimeAgo at={r.status.until} />,
    },
    {
      id: "region",
      header: "Region",
      width: 118,
      sortingField: "region",
      sortingComparator: by((r) => r.identity.region ?? ""),
      cell: (r) => r.identity.region ?? "-",
    },
    {
      id: "partition",
      header: "Partition",
      width: 110,
      sortingField: "partition",
      sortingComparator: by((r) => r.identity.facts?.partition ?? ""),
      cell: (r) => r.identity.facts?.partition ?? "-",
    },
    { id: "detail", header: "Configuration", width: 260, cell: (r) => r.identity.detail },
  ];
}
