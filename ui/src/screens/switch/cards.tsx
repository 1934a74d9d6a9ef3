import type { CardsProps } from "@cloudscape-design/components/cards";
import type { NamedColour } from "@/ipc/NamedColour";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { EntryBody, EntryHead } from "./Entry";
import type { Direction, useEntryMove } from "./useEntryMove";

interface Context {
  rows: readonly SwitchRow[];
  colours: readonly NamedColour[];
  searching: boolean;
  order: ReturnType<typeof useEntryMove>;
  onEdit: (row: SwitchRow) => void;
  onRemove: (row: SwitchRow) => void;
}

/** How an entry looks as a card. */
export function cards(context: Context): CardsProps.CardDefinition<SwitchRow> {
  const { rows, colours, searching, order } = context;
  return {
    header: (row) => (
      <EntryHead
        row={row}
        stuck={stuck(rows, row, searching)}
        register={(direction) => order.register(row.entry.id, direction)}
        onMove={(direction) => order.move(row.entry.id, direction)}
        onEdit={() => context.onEdit(row)}
        onRemove={() => context.onRemove(row)}
      />
    ),
    sections: [
      {
        id: "body",
        content: (row) => <EntryBody row={row} colours={colours} />,
      },
    ],
  };
}

/** Why an entry can't be moved in a direction. Places count among all entries, not those found. */
function stuck(
  rows: readonly SwitchRow[],
  row: SwitchRow,
  searching: boolean,
): Record<Direction, string | null> {
  const at = rows.indexOf(row);
  const search = searching ? "Clear the search to move entries." : null;
  return {
    up: search ?? (at === 0 ? "This is the first entry." : null),
    down: search ?? (at === rows.length - 1 ? "This is the last entry." : null),
  };
}
