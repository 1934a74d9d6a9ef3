import { useCallback, useMemo, useState } from "react";
import { platform } from "#platform";
import { queryClient, readKey, useSelfSaving } from "@/data";
import type { Failure } from "@/ipc/Failure";
import type { Workbench } from "@/ipc/Workbench";
import type { WorkbenchDocument } from "@/ipc/WorkbenchDocument";
import type { WorkbenchRequest } from "@/ipc/WorkbenchRequest";

const SAVE_MS = 300;

interface Applied {
  what: string;
  before: Workbench;
  after: Workbench;
}

export interface WorkbenchState {
  bench: Workbench;
  /** Why the last save did not succeed. */
  unsaved: Failure | null;
  /** What was applied last and can still be undone. */
  undoable: string | null;
  change: (part: Partial<Workbench>) => void;
  changeDocument: (id: string, part: Partial<WorkbenchDocument>) => void;
  changeRequest: (part: Partial<WorkbenchRequest>) => void;
  /** Puts documents beside those there are and opens the first of them. */
  add: (documents: readonly WorkbenchDocument[]) => void;
  /** A change made by a button, which can be undone until something else is changed. */
  apply: (what: string, part: (now: Workbench) => Partial<Workbench>) => void;
  undo: () => void;
  /** Saves nothing from here on; resolves when no save is under way. */
  close: () => Promise<void>;
  /** It is needed after all. */
  reopen: () => void;
}

const write = (bench: Workbench) => platform.call("save_workbench", bench);

/** The workbench, which saves itself. */
export function useWorkbench(opened: Workbench): WorkbenchState {
  const { value: bench, unsaved, now, set: keep, close, reopen } = useSelfSaving(opened, write);
  const [applied, setApplied] = useState<Applied | null>(null);

  const set = useCallback(
    (next: Workbench) => {
      keep(next, SAVE_MS);
      // Whoever comes back to the screen finds it so.
      queryClient.setQueryData(readKey("get_workbench", null), next);
    },
    [keep],
  );

  const change = useCallback((part: Partial<Workbench>) => set({ ...now(), ...part }), [now, set]);

  const changeDocument = useCallback(
    (id: string, part: Partial<WorkbenchDocument>) =>
      change({
        documents: now().documents.map((d) => (d.id === id ? { ...d, ...part } : d)),
      }),
    [change, now],
  );

  const changeRequest = useCallback(
    (part: Partial<WorkbenchRequest>) => change({ request: { ...now().request, ...part } }),
    [change, now],
  );

  const add = useCallback(
    (documents: readonly WorkbenchDocument[]) => {
      const added = withIds(now(), documents);
      change({
        documents: [...now().documents, ...added],
        selected: added[0]?.id ?? now().selected,
      });
    },
    [change, now],
  );

  const apply = useCallback(
    (what: string, part: (now: Workbench) => Partial<Workbench>) => {
      const before = now();
      const after = { ...before, ...part(before) };
      set(after);
      setApplied({ what, before, after });
    },
    [now, set],
  );

  const undo = useCallback(() => {
    setApplied(null);
    if (applied) {
      const { documents, request, selected, compared } = applied.before;
      set({ ...now(), documents, request, selected, compared });
    }
  }, [applied, now, set]);

  const fresh =
    applied !== null &&
    applied.after.documents === bench.documents &&
    applied.after.request === bench.request;
  const undoable = fresh ? applied.what : null;
  const actions = useMemo(
    () => ({ change, changeDocument, changeRequest, add, apply, undo, close, reopen }),
    [change, changeDocument, changeRequest, add, apply, undo, close, reopen],
  );
  return useMemo(
    () => ({ bench, unsaved, undoable, ...actions }),
    [bench, unsaved, undoable, actions],
  );
}

/** The documents with ids that no document of the workbench has. */
export function withIds(
  bench: Workbench,
  documents: readonly WorkbenchDocument[],
): WorkbenchDocument[] {
  const highest = Math.max(0, ...bench.documents.map((d) => Number(d.id.slice(1)) || 0));
  return documents.map((d, i) => ({ ...d, id: `d${highest + i + 1}` }));
}
