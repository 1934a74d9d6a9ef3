import { useSyncExternalStore } from "react";
import type { Copied } from "@/ipc/Copied";
import type { CopyEnd } from "@/ipc/CopyEnd";

export interface CopyState {
  copied: Copied;
  /** What became of it; nothing while it is in the clipboard. */
  end: CopyEnd | null;
}

let last: CopyState | null = null;
const listeners = new Set<() => void>();

/** Remembers what was last heard of copied credentials. */
export function putCopied(state: CopyState) {
  // A copy that was replaced by another ends after the other began.
  if (state.end !== null && last !== null && last.copied.id !== state.copied.id) return;
  last = state;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What was last heard of copied credentials. */
export function useCopied(): CopyState | null {
  return useSyncExternalStore(subscribe, () => last);
}
