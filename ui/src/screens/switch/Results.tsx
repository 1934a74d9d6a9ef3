import { type KeyboardEvent, memo, useEffect, useRef } from "react";
import type { SwitchEntryId } from "@/ipc/SwitchEntryId";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { LIST, optionId } from "./ids";
import { Option } from "./Option";

interface Props {
  rows: readonly SwitchRow[];
  look: "rows" | "cards";
  /** Shows a heading where a group begins. */
  grouped: boolean;
  active: SwitchEntryId | null;
  selected: ReadonlySet<SwitchEntryId>;
  onKeyDown: (event: KeyboardEvent) => void;
  onPick: (row: SwitchRow) => void;
  onOpen: (row: SwitchRow) => void;
  onSelect: (row: SwitchRow) => void;
  onStar: (row: SwitchRow) => void;
}

/**
 * The page of entries that was found. The keyboard is in the search field or on the list as a whole;
 * what can be pressed within an entry is for the mouse, and stands beside the list for the keyboard.
 */
export const Results = memo(function Results(props: Props) {
  const { rows, look, grouped, active, selected } = props;
  // Where the keyboard is has to be in sight, but arriving is no reason to scroll.
  const before = useRef(active);
  useEffect(() => {
    if (before.current === active) return;
    before.current = active;
    if (active === null) return;
    document.getElementById(optionId(active))?.scrollIntoView?.({ block: "nearest" });
  }, [active]);

  return (
    <div
      id={LIST}
      className="rb-results"
      data-look={look}
      role="listbox"
      aria-label="Entries"
      aria-multiselectable
      tabIndex={0}
      aria-activedescendant={active === null ? undefined : optionId(active)}
      onKeyDown={props.onKeyDown}
    >
      {sections(rows, grouped).map(({ heading, rows: some }) => {
        const options = some.map((row) => (
          <Option
            key={row.entry.id}
            row={row}
            active={row.entry.id === active}
            selected={selected.has(row.entry.id)}
            onPick={props.onPick}
            onOpen={props.onOpen}
            onSelect={props.onSelect}
            onStar={props.onStar}
          />
        ));
        if (heading === null) return options;
        return (
          <div key={heading} role="group" aria-label={heading} className="rb-results-group">
            <div className="rb-results-heading" aria-hidden="true">
              {heading}
            </div>
            {options}
          </div>
        );
      })}
    </div>
  );
});

interface Section {
  heading: string | null;
  rows: SwitchRow[];
}

/** The rows, cut where another group begins. They come in the order of their groups. */
function sections(rows: readonly SwitchRow[], grouped: boolean): Section[] {
  if (!grouped) return [{ heading: null, rows: [...rows] }];
  const all: Section[] = [];
  for (const row of rows) {
    const heading = row.entry.group ?? "No group";
    const last = all.at(-1);
    if (last?.heading === heading) last.rows.push(row);
    else all.push({ heading, rows: [row] });
  }
  return all;
}
