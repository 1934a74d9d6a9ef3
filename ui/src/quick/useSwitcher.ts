import { useEffect, useEffectEvent, useState } from "react";
import { platform } from "#platform";
import { readAgain, useAct, useRead } from "@/data";
import type { Failure } from "@/ipc/Failure";
import type { LaunchWay } from "@/ipc/LaunchWay";
import type { SwitchQuery } from "@/ipc/SwitchQuery";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { waysOf } from "./ways";

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
  /** The way turned to; nothing is the entry's own. */
  const [turned, setTurned] = useState<LaunchWay | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  /** Enter was pressed before the answer to what is typed was here. */
  const [entered, setEntered] = useState(false);
  // Counts how often the window was shown: each time it begins anew.
  const [shown, setShown] = useState(0);
  const list = useRead("list_switch_entries", queryOf(search), { keepPrevious: true });
  const sessions = useRead("list_sessions", null);
  const hide = useAct("hide_quick");
  const launch = useAct("launch");

  const rows = (list.data?.rows ?? none).slice(0, SHOWN);
  const index = Math.min(at, Math.max(rows.length - 1, 0));
  const row = rows[index];
  const menu = useRead("get_launch_menu", row?.entry.id ?? 0, { enabled: row !== undefined });
  const ways = waysOf(row ? menu.data : undefined);
  const way = ways.find((w) => w.id === (turned ?? menu.data?.main));

  const anew = (to: number) => {
    setAt(to);
    setTurned(null);
    setEntered(false);
    setFailure(null);
  };
  useEffect(
    () =>
      platform.onEvent((event) => {
        if (event.kind !== "quickShown") return;
        setSearch("");
        anew(0);
        setShown((n) => n + 1);
        void readAgain(
          "list_switch_entries",
          "list_sessions",
          "get_launch_menu",
          "get_preferences",
        );
      }),
    [],
  );

  // What is shown until then answers to what was typed before: opened, it would be another role.
  const late = list.isPlaceholderData;
  /** Opens an entry; without a way, as it is opened by default. Rust says where that can't work. */
  const open = async (which: SwitchRow | undefined, by: LaunchWay | null) => {
    if (!which || launch.isPending) return;
    setFailure(null);
    try {
      await launch.mutateAsync(by ? { id: which.entry.id, way: by } : { id: which.entry.id });
      hide.mutate(null);
    } catch (reason) {
      const refused = reason as Failure;
      // Who gave up, as at the window that asks for an MFA code, knows it.
      if (refused.code !== "cancelled") setFailure(refused);
    }
  };

  const openChosen = useEffectEvent(() => void open(row, turned));
  useEffect(() => {
    if (!entered || late) return;
    setEntered(false);
    openChosen();
  }, [entered, late]);

  return {
    search,
    find: (text: string) => {
      setSearch(text);
      anew(0);
    },
    rows,
    index,
    go: (to: number) => anew(rows.length === 0 ? 0 : (to + rows.length) % rows.length),
    ways,
    way,
    /** Goes to the next way that is not closed, or to the one before. */
    turn: (by: 1 | -1) => {
      const open = ways.filter((w) => w.closed === null);
      const now = open.findIndex((w) => w.id === way?.id);
      const next = open[(now + by + open.length) % Math.max(open.length, 1)];
      if (next) setTurned(next.id);
    },
    open: () => (late ? setEntered(true) : void open(row, turned)),
    openRow: (n: number) => {
      if (!rows[n] || late) return;
      anew(n);
      void open(rows[n], null);
    },
    openWay: (n: number) => {
      const chosen = ways[n];
      if (!chosen || late) return;
      setTurned(chosen.id);
      void open(row, chosen.id);
    },
    /** When the session of an entry ends, if one runs. */
    endsAt: (entry: SwitchRow["entry"]) =>
      sessions.data?.find((s) => s.entry === entry.id)?.expires_at ?? null,
    opening: launch.isPending,
    failure: failure ?? list.error,
    waiting: list.isPending,
    close: () => hide.mutate(null),
    shown,
  };
}
