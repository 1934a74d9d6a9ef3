import Button from "@cloudscape-design/components/button";
import type { TableProps } from "@cloudscape-design/components/table";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { usePreferences } from "@/data";
import type { ColumnPreference } from "@/ipc/ColumnPreference";
import type { Preferences } from "@/ipc/Preferences";
import type { TablePreferences } from "@/ipc/TablePreferences";

const TablePreferencesButton = lazy(() => import("./TablePreferencesButton"));

export interface TableColumn {
  id: string;
  label: string;
  /** The column that names the row stays. */
  alwaysVisible?: boolean;
  /** Hidden until the user wants it. */
  hidden?: boolean;
}

export interface TableState {
  pageSize: number;
  /** For `<Table {...table.look}>`. */
  look: {
    wrapLines: boolean;
    stripedRows: boolean;
    contentDensity: "comfortable" | "compact";
    columnDisplay: ColumnPreference[];
  };
  /** For the table's `preferences` slot. */
  preferences: ReactNode;
}

const standard: TablePreferences = {
  page_size: 25,
  wrap_lines: false,
  striped_rows: false,
  compact: false,
  columns: [],
};

/** Saved columns in their order, less those that are gone, then those that are new. */
export function columnDisplay(
  columns: readonly TableColumn[],
  saved: readonly ColumnPreference[],
): ColumnPreference[] {
  const kept = saved.filter((s) => columns.some((c) => c.id === s.id));
  const fresh = columns.filter((c) => !saved.some((s) => s.id === c.id));
  return [
    ...kept.map(({ id, visible }) => ({ id, visible })),
    ...fresh.map((c) => ({ id: c.id, visible: !c.hidden })),
  ];
}

/** How a table is shown, as the user set it, and the button to set it. */
export function useTable(
  key: Exclude<keyof Preferences, "theme" | "switch" | "opening">,
  columns: readonly TableColumn[],
): TableState {
  const { preferences, change } = usePreferences();
  const saved = preferences?.[key] ?? standard;
  const display = columnDisplay(columns, saved.columns);
  return {
    pageSize: saved.page_size,
    look: {
      wrapLines: saved.wrap_lines,
      stripedRows: saved.striped_rows,
      contentDensity: saved.compact ? "compact" : "comfortable",
      columnDisplay: display,
    },
    preferences: (
      <Later
        fallback={<Button variant="icon" iconName="settings" ariaLabel="Preferences" disabled />}
      >
        <TablePreferencesButton
          columns={columns}
          value={{ ...saved, columns: display }}
          onChange={(value) => change({ [key]: value })}
        />
      </Later>
    ),
  };
}

/**
 * The columns of a table that holds nothing: as wide as the window lets them be. Set widths are for
 * what stands in the cells; over an empty table they only make a scrollbar. The key begins the
 * table anew once there are rows, as a table keeps the widths it had at first.
 */
export function fittingColumns<Row>(
  columns: ReadonlyArray<TableProps.ColumnDefinition<Row>>,
  empty: boolean,
) {
  return {
    key: empty ? "empty" : "rows",
    resizableColumns: !empty,
    columnDefinitions: empty
      ? columns.map(({ width: _, minWidth: __, ...column }) => column)
      : columns,
  };
}

/** Draws the children after the rest of the screen: their code is large and not needed at once. */
function Later({ fallback, children }: { fallback: ReactNode; children: ReactNode }) {
  const [now, setNow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setNow(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return now ? <Suspense fallback={fallback}>{children}</Suspense> : fallback;
}
