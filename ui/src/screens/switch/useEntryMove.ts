import { useEffect, useRef, useState } from "react";
import { queryClient, readAgain, readKey, useAct } from "@/data";
import type { Focusable } from "@/forms";
import type { SwitchEntryId } from "@/ipc/SwitchEntryId";
import type { SwitchPage } from "@/ipc/SwitchPage";
import type { SwitchQuery } from "@/ipc/SwitchQuery";
import type { SwitchRow } from "@/ipc/SwitchRow";

export type Direction = "up" | "down";

/** What is asked for when words are looked for, or none. */
export const everything = (search: string): SwitchQuery => ({
  search,
  group: null,
  favourites: false,
  order: "manual",
  page: 1,
  page_size: 100,
});
const key0 = readKey("list_switch_entries", everything(""));

/** Moves entries. The order shows at once, and the keyboard stays on the button that was used. */
export function useEntryMove(rows: readonly SwitchRow[]) {
  const act = useAct("move_switch_entry");
  const [said, say] = useState("");
  const buttons = useRef(new Map<string, Focusable>());
  const used = useRef<string | null>(null);

  // After each render: moving a card in the page takes the keyboard away from it.
  useEffect(() => {
    if (used.current === null) return;
    buttons.current.get(used.current)?.focus();
    used.current = null;
  });

  const move = (id: SwitchEntryId, direction: Direction) => {
    const from = rows.findIndex((r) => r.entry.id === id);
    const to = from + (direction === "up" ? -1 : 1);
    const row = rows[from];
    if (!row || to < 0 || to >= rows.length) return;
    const next = rows.filter((r) => r !== row);
    next.splice(to, 0, row);
    used.current = key(id, direction);
    queryClient.setQueryData<SwitchPage>(key0, (now) => (now ? { ...now, rows: next } : now));
    say(`${row.entry.name} is now number ${to + 1} of ${rows.length}.`);
    act.mutate({ id, to }, { onSettled: () => void readAgain("list_switch_entries") });
  };

  return {
    move,
    said,
    failure: act.error,
    register: (id: SwitchEntryId, direction: Direction) => (button: Focusable | null) => {
      if (button) buttons.current.set(key(id, direction), button);
      else buttons.current.delete(key(id, direction));
    },
  };
}

function key(id: SwitchEntryId, direction: Direction): string {
  return `${id} ${direction}`;
}
