import { useCallback, useMemo } from "react";
import { platform } from "#platform";
import { useSelfSaving } from "@/data";
import type { Draft } from "@/ipc/Draft";
import type { Failure } from "@/ipc/Failure";
import type { SourceForm } from "@/ipc/SourceForm";
import { changesRole } from "./names";

/** How long a pause is that is saved in: what was typed before it is not lost. */
export const SAVE_MS = 250;

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

const write = (draft: Draft) => platform.call("save_draft", draft);

/** A draft that saves itself. Typing waits for a pause; a tick or a step is saved at once. */
export function useDraft(opened: Draft): DraftState {
  const { value: draft, unsaved, now, set, save, close, reopen } = useSelfSaving(opened, write);

  const change = useCallback(
    (part: Partial<Omit<Draft, "id" | "space">>) =>
      set({ ...now(), ...part }, part.form ? SAVE_MS : 0),
    [now, set],
  );

  const changeForm = useCallback(
    (part: Partial<SourceForm>) =>
      change({
        form: { ...now().form, ...part },
        // A plan made from other fields is not this draft's plan any more.
        ...(changesRole(part) ? { plan: null } : {}),
      }),
    [change, now],
  );

  return useMemo(
    () => ({ draft, unsaved, change, changeForm, save, close: () => void close(), reopen }),
    [draft, unsaved, change, changeForm, save, close, reopen],
  );
}
