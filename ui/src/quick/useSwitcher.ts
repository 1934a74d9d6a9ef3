import { useEffect, useState } from "react";
import { platform } from "#platform";
import { readAgain, useAct, useRead } from "@/data";
import type { Failure } from "@/ipc/Failure";
import type { SwitchQuery } from "@/ipc/SwitchQuery";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { type WayChoice, waysOf } from "./ways";

/** As many as there are digits to choose one by. */
export const SHOWN = 9;
const none: readonly SwitchRow[] = [];

/** Favourites and what is used often come first where nothing else decides. */
const queryOf = (search: string): SwitchQuery => ({
  search: search.trim(),
  group: null,
  favourites: false,
  order: "use",
  page: 1,
  page_size: SHOWN,
});

/** What the quick switcher knows, and what can be done with it. */
export function useSwitcher() {
  const [search, setSearch] = useState("");
  const [at, setAt] = useState(0);
  const [wayAt, setWayAt] = useState(0);
  const [failure, setFailure] = useState<Failure | null>(null);
  // Counts how often the window was shown: each time it begins anew.
  const [shown, setShown] = useState(0);
  const list = useRead("list_switch_entries", queryOf(search), { keepPrevious: true });
  const hide = useAct("hide_quick");
  const open = useAct("open_switch_entry");

  const rows = (list.data?.rows ?? none).slice(0, SHOWN);
  const index = Math.min(at, Math.max(rows.length - 1, 0));
  const row = rows[index];
  const ways = row ? waysOf(row) : [];
  const way = ways[wayAt % Math.max(ways.length, 1)];

  const begin = () => {
    setSearch("");
    setAt(0);
    setWayAt(0);
    setFailure(null);
    setShown((n) => n + 1);
  };
  useEffect(
    () =>
      platform.onEvent((event) => {
        if (event.kind !== "quickShown") return;
        begin();
        void readAgain("list_switch_entries", "get_preferences");
      }),
    [],
  );

  const go = (to: number) => {
    setAt(rows.length === 0 ? 0 : (to + rows.length) % rows.length);
    setWayAt(0);
    setFailure(null);
  };
  const openBy = async (which: SwitchRow | undefined, by: WayChoice | undefined) => {
    if (!which || !by || open.isPending) return;
    if (by.closed !== null) {
      setFailure({ code: "refused", message: by.closed, remedy: null });
      return;
    }
    setFailure(null);
    try {
      await open.mutateAsync(which.entry.id);
      hide.mutate(null);
    } catch (reason) {
      setFailure(reason as Failure);
    }
  };

  return {
    search,
    find: (text: string) => {
      setSearch(text);
      setAt(0);
      setWayAt(0);
      setFailure(null);
    },
    rows,
    total: list.data?.total ?? 0,
    index,
    go,
    ways,
    way,
    /** Goes to the next way that is not closed, or to the one before. */
    turn: (by: 1 | -1) => {
      for (let step = 1; step <= ways.length; step++) {
        const next = (wayAt + by * step + ways.length * step) % ways.length;
        if (ways[next]?.closed === null) {
          setWayAt(next);
          return;
        }
      }
    },
    open: () => void openBy(row, way),
    openRow: (n: number) => {
      const which = rows[n];
      if (!which) return;
      setAt(n);
      setWayAt(0);
      void openBy(which, waysOf(which)[0]);
    },
    openWay: (n: number) => {
      if (!ways[n]) return;
      setWayAt(n);
      void openBy(row, ways[n]);
    },
    opening: open.isPending,
    failure: failure ?? list.error,
    waiting: list.isPending,
    close: () => hide.mutate(null),
    shown,
  };
}
