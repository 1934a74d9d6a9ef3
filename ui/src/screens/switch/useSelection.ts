import { useCallback, useMemo, useState } from "react";
import type { SwitchEntryId } from "@/ipc/SwitchEntryId";
import type { SwitchQuery } from "@/ipc/SwitchQuery";
import type { SwitchRow } from "@/ipc/SwitchRow";
import type { SwitchSelection } from "@/ipc/SwitchSelection";

interface All {
  query: SwitchQuery;
  count: number;
}

const nothing: ReadonlyMap<SwitchEntryId, string> = new Map();

/** The entries chosen to change together: some, by name, or all that fit what is looked for. */
export function useSelection(rows: readonly SwitchRow[]) {
  const [some, setSome] = useState(nothing);
  const [all, setAll] = useState<All | null>(null);

  const toggle = useCallback((row: SwitchRow) => {
    setAll(null);
    setSome((now) => {
      const next = new Map(now);
      if (!next.delete(row.entry.id)) next.set(row.entry.id, row.entry.name);
      return next;
    });
  }, []);
  const add = useCallback((more: readonly SwitchRow[]) => {
    setAll(null);
    setSome((now) => new Map([...now, ...more.map((r) => [r.entry.id, r.entry.name] as const)]));
  }, []);
  const takeAll = useCallback((query: SwitchQuery, count: number) => setAll({ query, count }), []);
  const clear = useCallback(() => {
    setSome(nothing);
    setAll(null);
  }, []);

  const shown = useMemo<ReadonlySet<SwitchEntryId>>(
    () => new Set(all ? rows.map((r) => r.entry.id) : some.keys()),
    [all, rows, some],
  );
  const of = useMemo<SwitchSelection>(
    () => (all ? { kind: "found", ...all } : { kind: "some", ids: [...some.keys()] }),
    [all, some],
  );
  return {
    shown,
    of,
    count: all ? all.count : some.size,
    /** Names of those chosen one by one. */
    names: useMemo(() => (all ? [] : [...some.values()]), [all, some]),
    all: all !== null,
    toggle,
    add,
    takeAll,
    clear,
  };
}
