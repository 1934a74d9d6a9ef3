import Input, { type InputProps } from "@cloudscape-design/components/input";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { ResultRow } from "./ResultRow";
import { useSwitcher } from "./useSwitcher";

/** Type, choose, Enter. All of it by the keyboard; the pointer works too. */
export function Switcher() {
  const quick = useSwitcher();
  const field = useRef<InputProps.Ref>(null);
  useEffect(() => {
    field.current?.focus();
  }, [quick.shown]);

  const { rows, index, way, ways } = quick;
  const chosen = rows[index];
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (keys(quick, event)) event.preventDefault();
  };
  return (
    <main className="rb-quick" onKeyDown={onKey}>
      <h1 className="rb-quick-hidden">Quick switcher</h1>
      <Input
        ref={field}
        type="search"
        value={quick.search}
        onChange={({ detail }) => quick.find(detail.value)}
        placeholder="Find a role by name, account or Region"
        ariaLabel="Find a role"
        clearAriaLabel="Clear the search"
        autoComplete={false}
        disableBrowserAutocorrect
        spellcheck={false}
        nativeInputAttributes={{
          role: "combobox",
          "aria-expanded": rows.length > 0,
          "aria-controls": "rb-quick-list",
          "aria-autocomplete": "list",
          "aria-activedescendant": chosen ? `rb-quick-${chosen.entry.id}` : undefined,
        }}
      />
      <ul id="rb-quick-list" className="rb-quick-list" role="listbox" aria-label="Roles">
        {rows.map((row, n) => (
          <ResultRow
            key={row.entry.id}
            row={row}
            digit={n + 1}
            chosen={n === index}
            endsAt={quick.endsAt(row.entry)}
            onPoint={() => quick.go(n)}
            onOpen={() => quick.openRow(n)}
          />
        ))}
      </ul>
      {rows.length === 0 && !quick.waiting && !quick.failure && (
        <p className="rb-quick-empty">
          {quick.search.trim() === ""
            ? "There are no entries yet. Add some under Switch roles in the main window."
            : "No entry matches what you typed."}
        </p>
      )}
      {quick.failure && (
        <p className="rb-quick-failure" role="alert">
          {quick.failure.message} {quick.failure.remedy}
        </p>
      )}
      <footer className="rb-quick-ways">
        <div role="group" aria-label="How to open it">
          {ways.map((one, n) => (
            <button
              key={one.id}
              type="button"
              tabIndex={-1}
              aria-pressed={one.id === way?.id}
              disabled={one.closed !== null}
              title={one.closed ?? undefined}
              onClick={() => quick.openWay(n)}
            >
              {one.title} <kbd>Alt+{n + 1}</kbd>
            </button>
          ))}
        </div>
        <span className="rb-quick-hint" role="status">
          {quick.opening
            ? "Opening"
            : chosen && way
              ? `Enter: ${way.title}. Tab: another way`
              : "Esc closes"}
        </span>
      </footer>
    </main>
  );
}

/** Does what a key stands for; answers whether it stands for anything. */
function keys(quick: ReturnType<typeof useSwitcher>, event: KeyboardEvent): boolean {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (digit && (event.ctrlKey || event.metaKey) && !event.altKey) quick.openRow(Number(digit) - 1);
  else if (digit && event.altKey && !event.ctrlKey) quick.openWay(Number(digit) - 1);
  else if (event.ctrlKey || event.altKey || event.metaKey) return false;
  else if (event.key === "ArrowDown") quick.go(quick.index + 1);
  else if (event.key === "ArrowUp") quick.go(quick.index - 1);
  else if (event.key === "PageDown") quick.go(quick.rows.length - 1);
  else if (event.key === "PageUp") quick.go(0);
  else if (event.key === "Tab") quick.turn(event.shiftKey ? -1 : 1);
  else if (event.key === "Enter") quick.open();
  else if (event.key === "Escape") quick.close();
  else return false;
  return true;
}
