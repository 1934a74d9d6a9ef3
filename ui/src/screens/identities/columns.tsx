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
  { id: "until", label: "Ends" },
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

/** When credentials or sign-in end. */
export function Until({ row }: { row: IdentityRow }) {
  const { until, renews } = row.status;
  if (until === null) return <>-</>;
  return (
    <>
      <TimeAgo at={until} />
      {renews && ", renewed by itself"}
    </>
  );
}

export function definitions(
  onOpen: (row: IdentityRow) => void,
): Array<TableProps.ColumnDefinition<IdentityRow>> {
  return [
    {
      id: "name",
      header: "Name",
      isRowHeader: true,
      minWidth: 180,
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
      minWidth: 150,
      sortingField: "state",
      sortingComparator: by((r) => r.status.state),
      cell: (r) => <StateCell row={r} />,
    },
    {
      id: "kind",
      header: "Kind",
      minWidth: 150,
      sortingField: "kind",
      sortingComparator: by(kindLabel),
      cell: kindLabel,
    },
    {
      id: "account",
      header: "Account",
      minWidth: 130,
      sortingField: "account",
      sortingComparator: by((r) => r.status.caller?.account ?? ""),
      cell: (r) => (r.status.caller ? <AccountCell account={r.status.caller.account} /> : "-"),
    },
    {
      id: "who",
      header: "Signed in as",
      minWidth: 160,
      sortingField: "who",
      sortingComparator: by(whoShort),
      cell: (r) => <span title={r.status.caller?.arn}>{whoShort(r)}</span>,
    },
    {
      id: "until",
      header: "Ends",
      minWidth: 120,
      sortingField: "until",
      sortingComparator: by((r) => r.status.until ?? ""),
      cell: (r) => <Until row={r} />,
    },
    {
      id: "region",
      header: "Region",
      minWidth: 120,
      sortingField: "region",
      sortingComparator: by((r) => r.identity.region ?? ""),
      cell: (r) => r.identity.region ?? "-",
    },
    {
      id: "partition",
      header: "Partition",
      minWidth: 110,
      sortingField: "partition",
      sortingComparator: by((r) => r.identity.facts?.partition ?? ""),
      cell: (r) => r.identity.facts?.partition ?? "-",
    },
    { id: "detail", header: "Configuration", minWidth: 240, cell: (r) => r.identity.detail },
  ];
}
