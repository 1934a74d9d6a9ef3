import { type KeyboardEvent, type MouseEvent, memo, useEffect, useRef } from "react";
import type { SwitchEntryId } from "@/ipc/SwitchEntryId";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { LIST, optionId } from "./ids";
import { Option } from "./Option";
import type { Does } from "./useListKeys";

interface Props {
  rows: readonly SwitchRow[];
  look: "rows" | "cards";
  /** Shows a heading where a group begins. */
  grouped: boolean;
  active: SwitchEntryId | null;
  /** Nobody moved to that entry: it need not be brought into sight. */
  still: boolean;
  selected: ReadonlySet<SwitchEntryId>;
  onKeyDown: (event: KeyboardEvent) => void;
  onPick: (row: SwitchRow) => void;
  does: Does;
}

/**
 * The page of entries that was found. The keyboard is in the search field or on the list as a whole;
 * what can be pressed within an entry is for the mouse, and stands beside the list for the keyboard.
 */
export const Results = memo(function Results(props: Props) {
  const { rows, look, grouped, active, still, selected } = props;
  // Where the keyboard is has to be in sight, but what was found is no reason to scroll.
  const before = useRef(active);
  useEffect(() => {
    if (before.current === active) return;
    before.current = active;
    if (active === null || still) return;
    document.getElementById(optionId(active))?.scrollIntoView?.({ block: "nearest" });
  }, [active, still]);

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
      onClick={(event) => {
        const [row, does] = pressed(event, rows);
        if (!row) return;
        props.onPick(row);
        if (does) props.does[does](row);
      }}
      onDoubleClick={(event) => {
        const [row, does] = pressed(event, rows);
        if (row && !does) props.does.open(row);
      }}
    >
      {sections(rows, grouped).map(({ heading, rows: some }) => {
        // Known by place: other words in lines that are there are drawn faster than other lines.
        const options = some.map((row, place) => (
          <Option
            key={place}
            row={row}
            active={row.entry.id === active}
            selected={selected.has(row.entry.id)}
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

/** The entry under the mouse, and what of it was pressed, if it does something by itself. */
function pressed(
  { target }: MouseEvent,
  rows: readonly SwitchRow[],
): [SwitchRow | undefined, "open" | "star" | "select" | undefined] {
  const at = target instanceof Element ? target : null;
  const option = at?.closest("[role='option']")?.id;
  const does = at?.closest<HTMLElement>("[data-does]")?.dataset["does"];
  return [
    rows.find((r) => optionId(r.entry.id) === option),
    does === "open" || does === "star" || does === "select" ? does : undefined,
  ];
}

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
