import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { platform } from "#platform";
import type { Draft } from "@/ipc/Draft";
import type { Failure } from "@/ipc/Failure";
import type { SourceForm } from "@/ipc/SourceForm";
import { changesRole } from "./names";

const SAVE_MS = 250;

export interface DraftState {
  draft: Draft;
  /** Why the last save did not succeed. */
  unsaved: Failure | null;
  change: (part: Partial<Omit<Draft, "id" | "space">>) => void;
  changeForm: (part: Partial<SourceForm>) => void;
  /** Saves now what is not saved yet. */
  save: () => Promise<void>;
  /** The draft has served; nothing is saved from here on. */
  close: () => void;
  /** It is needed after all. */
  reopen: () => void;
}

/** A draft that saves itself shortly after each change, in order, and when the screen goes away. */
export function useDraft(opened: Draft): DraftState {
  const [draft, setDraft] = useState(opened);
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
        await platform.call("save_draft", now);
        saved.current = now;
        setUnsaved(null);
      } catch (failure) {
        setUnsaved(failure as Failure);
      }
    });
    return queue.current;
  }, []);

  // Typing waits for a pause; a tick or a step is saved at once.
  const change = useCallback(
    (part: Partial<Omit<Draft, "id" | "space">>) => {
      latest.current = { ...latest.current, ...part };
      setDraft(latest.current);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), part.form ? SAVE_MS : 0);
    },
    [save],
  );

  const changeForm = useCallback(
    (part: Partial<SourceForm>) =>
      change({
        form: { ...latest.current.form, ...part },
        // A plan made from other fields is not this draft's plan any more.
        ...(changesRole(part) ? { plan: null } : {}),
      }),
    [change],
  );

  const close = useCallback(() => {
    closed.current = true;
    clearTimeout(timer.current);
  }, []);

  const reopen = useCallback(() => {
    closed.current = false;
  }, []);

  useEffect(() => {
    const leave = () => void save();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [save]);

  return useMemo(
    () => ({ draft, unsaved, change, changeForm, save, close, reopen }),
    [draft, unsaved, change, changeForm, save, close, reopen],
  );
}
