import { useMemo } from "react";
import { useRead } from "@/data";
import type { SwitchEntryId } from "@/ipc/SwitchEntryId";

/** The team files that entries are read from, by entry. Those are changed in the file, not here. */
export function useTeam(): ReadonlyMap<SwitchEntryId, string> {
  const entries = useRead("list_team_entries", null).data;
  return useMemo(() => new Map((entries ?? []).map((e) => [e.entry, e.file])), [entries]);
}
