import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import { Disclosure } from "@/components";
import { type ImportRow, type Outcome, outcomes } from "./importRows";

const kinds: Record<Outcome, StatusIndicatorProps.Type> = {
  add: "success",
  update: "in-progress",
  same: "info",
  skip: "stopped",
};

export const importColumns: Array<TableProps.ColumnDefinition<ImportRow>> = [
  { id: "line", header: "Line", sortingField: "line", width: 80, cell: (row) => row.line },
  {
    id: "name",
    header: "Entry",
    sortingField: "name",
    isRowHeader: true,
    minWidth: 140,
    cell: (row) => row.name || "-",
  },
  {
    id: "outcome",
    header: "Result",
    sortingField: "outcome",
    minWidth: 130,
    cell: (row) => (
      <StatusIndicator type={kinds[row.outcome]}>{outcomes[row.outcome]}</StatusIndicator>
    ),
  },
  {
    id: "role",
    header: "Role",
    sortingField: "role",
    minWidth: 250,
    cell: (row) => <span className="rb-transfer-value">{row.role || "-"}</span>,
  },
  { id: "details", header: "Details", minWidth: 220, cell: (row) => <Details row={row} /> },
];

function Details({ row }: { row: ImportRow }) {
  const { changes, settings, notKept, remarks, outcome, name } = row;
  const nothing = changes.length + settings.length + notKept.length + remarks.length === 0;
  return (
    <div className="rb-transfer-value">
      {changes.map((c) => (
        <div key={c.field}>
          {c.field}: {c.from ?? "none"} {"\u2192"} {c.to ?? "none"}
        </div>
      ))}
      {remarks.map((remark) => (
        <div key={remark}>{remark}</div>
      ))}
      {notKept.length > 0 && <div>Not kept: {notKept.join(", ")}</div>}
      {settings.length > 0 && outcome !== "same" && (
        <Disclosure
          text={`${settings.length} ${settings.length === 1 ? "setting" : "settings"}`}
          label={`Settings of ${name}`}
        >
          <ul className="rb-transfer-lines">
            {settings.map((s) => (
              <li key={s.field}>
                {s.field}: {s.value}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {nothing && "-"}
    </div>
  );
}
