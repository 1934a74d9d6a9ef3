import Badge from "@cloudscape-design/components/badge";
import Link from "@cloudscape-design/components/link";
import type { TableProps } from "@cloudscape-design/components/table";
import { AccountCell, SourceStatusIndicator, type TableColumn, TimeAgo } from "@/components";
import type { FilterProperty } from "@/components/ServerFilter";
import type { Source } from "@/ipc/Source";
import type { SourceColumn } from "@/ipc/SourceColumn";
import type { SourceId } from "@/ipc/SourceId";
import { accountName, generationLabel, principalName, roleName } from "../words";

/** A window of this width holds all columns with the navigation open; a narrower one scrolls them. */
const FITTED = 1690;

export const tableColumns: Array<TableColumn & { id: SourceColumn }> = [
  { id: "account", label: "Account ID", alwaysVisible: true },
  { id: "name", label: "Account name" },
  { id: "status", label: "Status" },
  { id: "role", label: "Role" },
  { id: "template", label: "Template" },
  { id: "lastChecked", label: "Last checked" },
  { id: "addedBy", label: "Added by" },
  { id: "addedAt", label: "Added" },
];

export const filterProperties: Array<FilterProperty<SourceColumn>> = tableColumns.map((c) => ({
  key: c.id,
  label: c.label,
  groupValuesLabel: `${c.label} values`,
}));

const widths: Record<SourceColumn, number> = {
  account: 140,
  name: 150,
  status: 180,
  role: 215,
  template: 240,
  lastChecked: 130,
  addedBy: 150,
  addedAt: 130,
};

/** Names are the longest, so they get what a wider window has to spare. */
const shares: Partial<Record<SourceColumn, number>> = { name: 0.25, role: 0.5 };

export interface ColumnWords {
  templateTitle: (source: Source) => string;
  onOpen: (id: SourceId) => void;
}

export function columnDefinitions(
  words: ColumnWords,
): Array<TableProps.ColumnDefinition<Source> & { id: SourceColumn }> {
  const cells: Record<SourceColumn, (s: Source) => React.ReactNode> = {
    account: (s) => (
      <Link
        variant="secondary"
        ariaLabel={`Details of account ${s.account}`}
        onFollow={() => words.onOpen(s.id)}
      >
        <AccountCell account={s.account} />
      </Link>
    ),
    name: (s) => accountName(s) ?? "-",
    role: (s) => <span title={s.role}>{roleName(s.role)}</span>,
    template: (s) => (
      <>
        {words.templateTitle(s)} {s.generation && <Badge>{generationLabel(s.generation)}</Badge>}
      </>
    ),
    status: (s) => <SourceStatusIndicator status={s.status} />,
    lastChecked: (s) => <TimeAgo at={s.last_checked} none="Never" />,
    addedBy: (s) => <span title={s.added_by ?? ""}>{principalName(s.added_by) ?? "-"}</span>,
    addedAt: (s) => <TimeAgo at={s.added_at} />,
  };
  const spare = Math.max(0, window.innerWidth - FITTED);
  return tableColumns.map(({ id, label }) => ({
    id,
    header: label,
    cell: cells[id],
    sortingField: id,
    width: widths[id] + Math.floor(spare * (shares[id] ?? 0)),
    minWidth: 90,
    isRowHeader: id === "account",
  }));
}
