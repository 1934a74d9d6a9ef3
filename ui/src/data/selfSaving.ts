import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Failure } from "@/ipc/Failure";

export interface SelfSaving<T> {
  value: T;
  /** Why the last save did not succeed. */
  unsaved: Failure | null;
  /** The value as it is now, also between two renders. */
  now: () => T;
  /** Takes another value, to be saved when so many milliseconds bring no further change. */
  set: (next: T, waitMs: number) => void;
  /** Saves now what is not saved yet. */
  save: () => Promise<void>;
  /** Saves nothing from here on; resolves when no save is under way. */
  close: () => Promise<void>;
  /** It is needed after all. */
  reopen: () => void;
}

/**
 * A value that saves itself shortly after each change, in order, and when the screen goes away.
 * `write` must stay the same function.
 */
export function useSelfSaving<T>(opened: T, write: (value: T) => Promise<unknown>): SelfSaving<T> {
  const [value, setValue] = useState(opened);
  const [unsaved, setUnsaved] = useState<Failure | null>(null);
  const latest = useRef(opened);
  const saved = useRef(opened);
  const closed = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const queue = useRef<Promise<void>>(Promise.resolve());

  const save = useCallback(() => {
    clearTimeout(timer.current);
    // One after the other: two saves under way could arrive in the wrong order.
    queue.current = queue.current.then(async () => {
      const now = latest.current;
      if (closed.current || now === saved.current) return;
      try {
        await write(now);
        saved.current = now;
        setUnsaved(null);
      } catch (failure) {
        setUnsaved(failure as Failure);
      }
    });
    return queue.current;
  }, [write]);

  const actions = useMemo(
    () => ({
      now: () => latest.current,
      set: (next: T, waitMs: number) => {
        latest.current = next;
        setValue(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => void save(), waitMs);
      },
      save,
      close: () => {
        closed.current = true;
        clearTimeout(timer.current);
        return queue.current;
      },
      reopen: () => {
        closed.current = false;
        void save();
      },
    }),
    [save],
  );

  useEffect(() => {
    const leave = () => void save();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [save]);

  return useMemo(() => ({ value, unsaved, ...actions }), [value, unsaved, actions]);
}
