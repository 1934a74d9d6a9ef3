import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { platform } from "#platform";
import { queryClient, readKey } from "@/data";
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

/** The workbench: it saves itself shortly after each change, in order, and when it goes away. */
export function useWorkbench(opened: Workbench): WorkbenchState {
  const [bench, setBench] = useState(opened);
  const [unsaved, setUnsaved] = useState<Failure | null>(null);
  const [applied, setApplied] = useState<Applied | null>(null);
  const latest = useRef(opened);
  const saved = useRef(opened);
  const closed = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const queue = useRef<Promise<void>>(Promise.resolve());

  const save = useCallback(() => {
    clearTimeout(timer.current);
    queue.current = queue.current.then(async () => {
      const now = latest.current;
      if (closed.current || now === saved.current) return;
      try {
        await platform.call("save_workbench", now);
        saved.current = now;
        setUnsaved(null);
      } catch (failure) {
        setUnsaved(failure as Failure);
      }
    });
  }, []);

  const set = useCallback(
    (next: Workbench) => {
      latest.current = next;
      setBench(next);
      // Whoever comes back to the screen finds it so.
      queryClient.setQueryData(readKey("get_workbench", null), next);
      clearTimeout(timer.current);
      timer.current = setTimeout(save, SAVE_MS);
    },
    [save],
  );

  const change = useCallback(
    (part: Partial<Workbench>) => set({ ...latest.current, ...part }),
    [set],
  );

  const changeDocument = useCallback(
    (id: string, part: Partial<WorkbenchDocument>) =>
      change({
        documents: latest.current.documents.map((d) => (d.id === id ? { ...d, ...part } : d)),
      }),
    [change],
  );

  const changeRequest = useCallback(
    (part: Partial<WorkbenchRequest>) =>
      change({ request: { ...latest.current.request, ...part } }),
    [change],
  );

  const add = useCallback(
    (documents: readonly WorkbenchDocument[]) => {
      const added = withIds(latest.current, documents);
      change({
        documents: [...latest.current.documents, ...added],
        selected: added[0]?.id ?? latest.current.selected,
      });
    },
    [change],
  );

  const apply = useCallback(
    (what: string, part: (now: Workbench) => Partial<Workbench>) => {
      const before = latest.current;
      const after = { ...before, ...part(before) };
      set(after);
      setApplied({ what, before, after });
    },
    [set],
  );

  const undo = useCallback(() => {
    setApplied(null);
    if (applied) {
      const { documents, request, selected, compared } = applied.before;
      set({ ...latest.current, documents, request, selected, compared });
    }
  }, [applied, set]);

  const close = useCallback(() => {
    closed.current = true;
    clearTimeout(timer.current);
    return queue.current;
  }, []);

  const reopen = useCallback(() => {
    closed.current = false;
    save();
  }, [save]);

  useEffect(() => {
    window.addEventListener("pagehide", save);
    return () => {
      window.removeEventListener("pagehide", save);
      save();
    };
  }, [save]);

  const fresh =
    applied !== null &&
    applied.after.documents === bench.documents &&
    applied.after.request === bench.request;
  const undoable = fresh ? applied.what : null;
  return useMemo(
    () => ({
      bench,
      unsaved,
      undoable,
      change,
      changeDocument,
      changeRequest,
      add,
      apply,
      undo,
      close,
      reopen,
    }),
    [
      bench,
      unsaved,
      undoable,
      change,
      changeDocument,
      changeRequest,
      add,
      apply,
      undo,
      close,
      reopen,
    ],
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
