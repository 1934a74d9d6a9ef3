import CollectionPreferences from "@cloudscape-design/components/collection-preferences";
import type { TablePreferences } from "@/ipc/TablePreferences";
import type { TableColumn } from "./useTable";

const sizes = [25, 50, 100].map((value) => ({ value, label: `${value} rows` }));

export interface TablePreferencesButtonProps {
  columns: readonly TableColumn[];
  value: TablePreferences;
  onChange: (value: TablePreferences) => void;
}

/** The gear of a table. */
export default function TablePreferencesButton(props: TablePreferencesButtonProps) {
  const { columns, value, onChange } = props;
  return (
    <CollectionPreferences
      title="Preferences"
      confirmLabel="Confirm"
      cancelLabel="Cancel"
      preferences={{
        pageSize: value.page_size,
        wrapLines: value.wrap_lines,
        stripedRows: value.striped_rows,
        contentDensity: value.compact ? "compact" : "comfortable",
        contentDisplay: value.columns,
      }}
      pageSizePreference={{ title: "Page size", options: sizes }}
      wrapLinesPreference={{ label: "Wrap lines", description: "Show the whole text of a cell." }}
      stripedRowsPreference={{ label: "Striped rows", description: "Shade every other row." }}
      contentDensityPreference={{ label: "Compact mode", description: "Show more rows at once." }}
      contentDisplayPreference={{
        title: "Columns",
        description: "Choose which columns are shown, and in which order.",
        options: columns.map(({ id, label, alwaysVisible }) => ({
          id,
          label,
          ...(alwaysVisible ? { alwaysVisible } : {}),
        })),
      }}
      onConfirm={({ detail }) =>
        onChange({
          page_size: detail.pageSize ?? value.page_size,
          wrap_lines: detail.wrapLines ?? value.wrap_lines,
          striped_rows: detail.stripedRows ?? value.striped_rows,
          compact: detail.contentDensity === "compact",
          columns: (detail.contentDisplay ?? value.columns).map(({ id, visible }) => ({
            id,
            visible,
          })),
        })
      }
    />
  );
}
