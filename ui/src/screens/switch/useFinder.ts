import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { usePreferences, useRead } from "@/data";
import type { SwitchEntryId } from "@/ipc/SwitchEntryId";
import type { SwitchPreferences } from "@/ipc/SwitchPreferences";
import type { SwitchQuery } from "@/ipc/SwitchQuery";
import type { SwitchRow } from "@/ipc/SwitchRow";

/** Rows painted at once: what a slow web view draws between two keystrokes. */
const PAGE_SIZE = 25;

export type Filters = Pick<SwitchQuery, "group" | "favourites">;
export type Finder = ReturnType<typeof useFinder>;

/** Where the keyboard is: at what was found first, at an end of a page it turned to, at an entry. */
type Place = "found" | "first" | "last" | SwitchEntryId;

const none: readonly SwitchRow[] = [];
const standard: SwitchPreferences = { look: "rows", order: "use" };

/**
 * What is looked for and what was found, and the entry the keyboard is at. Every keystroke asks: the
 * answer to an older question is never shown as that to a newer one.
 */
export function useFinder() {
  const { preferences, change } = usePreferences();
  const look = preferences?.switch ?? standard;
  const [search, setSearch] = useState("");
  const [typed, setTyped] = useState(false);
  const [filters, setFilters] = useState<Filters>({ group: null, favourites: false });
  const [page, setPage] = useState(1);
  const [at, setAt] = useState<Place>("found");

  const query = useMemo<SwitchQuery>(
    () => ({ search, ...filters, order: look.order, page, page_size: PAGE_SIZE }),
    [search, filters, look.order, page],
  );
  const list = useRead("list_switch_entries", query, {
    keepPrevious: true,
    enabled: preferences !== undefined,
  });
  const rows = useKept(list.data?.rows ?? none);
  // An entry that has gone leaves the keyboard at what took its place.
  const spot = useRef(0);
  const named = rows.findIndex((r) => r.entry.id === at);
  const after = typeof at === "number" ? Math.min(spot.current, rows.length - 1) : 0;
  const active = rows[named >= 0 ? named : at === "last" ? rows.length - 1 : after] ?? null;
  useEffect(() => {
    if (named >= 0) spot.current = named;
  }, [named]);

  // Enter, pressed before the answer to what was typed is here, waits for it.
  const waiting = useRef<((row: SwitchRow) => void) | null>(null);
  const settled = !list.isPlaceholderData && !list.isPending;
  useEffect(() => {
    if (!settled) return;
    const then = waiting.current;
    waiting.current = null;
    if (then && active) then(active);
  }, [settled, active]);
  const whenFound = useCallback(
    (then: (row: SwitchRow) => void) => {
      if (!settled) waiting.current = then;
      else if (active) then(active);
    },
    [settled, active],
  );

  /** What is asked for changes: the answer is looked at from its first page. */
  const anew = useCallback((ask: () => void) => {
    ask();
    setPage(1);
    setAt("found");
    waiting.current = null;
  }, []);

  return {
    query,
    search,
    /** Whether anything was typed since arrival, if only to take it away again. */
    typed,
    filters,
    look,
    list,
    rows,
    settled,
    active,
    /** Whether it is what was found first, and not one the keyboard was moved to. */
    foundFirst: at === "found",
    /** What the rows answer to. */
    answers: settled ? search : null,
    // A page beyond the last one is answered by the last one.
    page: list.data?.page ?? page,
    pages: Math.max(1, Math.ceil((list.data?.total ?? 0) / PAGE_SIZE)),
    pageSize: PAGE_SIZE,
    whenFound,
    goTo: useCallback((id: SwitchEntryId) => setAt(id), []),
    turn: useCallback((to: number, land: "first" | "last" = "first") => {
      setPage(to);
      setAt(land);
    }, []),
    type: useCallback(
      (text: string) =>
        anew(() => {
          setSearch(text);
          setTyped(true);
        }),
      [anew],
    ),
    filter: useCallback(
      (part: Partial<Filters>) => anew(() => setFilters((now) => ({ ...now, ...part }))),
      [anew],
    ),
    show: useCallback(
      (part: Partial<SwitchPreferences>) => anew(() => change({ switch: { ...look, ...part } })),
      [anew, change, look],
    ),
    clear: useCallback(
      () =>
        anew(() => {
          setSearch("");
          setFilters({ group: null, favourites: false });
        }),
      [anew],
    ),
    narrowed: search.trim() !== "" || filters.group !== null || filters.favourites,
  };
}

/** The rows, those of before where they say the same, so that they need not be drawn anew. */
function useKept(rows: readonly SwitchRow[]): readonly SwitchRow[] {
  const kept = useRef(new Map<SwitchEntryId, { row: SwitchRow; text: string }>());
  return useMemo(() => {
    const now = rows.map((row) => {
      const text = JSON.stringify(row);
      const before = kept.current.get(row.entry.id);
      return before?.text === text ? before : { row, text };
    });
    kept.current = new Map(now.map((each) => [each.row.entry.id, each]));
    return now.map(({ row }) => row);
  }, [rows]);
}
