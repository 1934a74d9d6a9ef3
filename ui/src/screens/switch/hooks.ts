import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from "react";
import type { Focusable } from "@/forms";

/** A function that stays the same one and does what the newest one does, for memoised parts. */
export function useStableCallback<A extends unknown[]>(does: (...args: A) => void) {
  const newest = useRef(does);
  useLayoutEffect(() => {
    newest.current = does;
  });
  return useCallback((...args: A) => newest.current(...args), []);
}

/** The search field has the keyboard on arrival; / brings it back wherever nothing is typed. */
export function useSearchFocus(field: RefObject<Focusable | null>) {
  useEffect(() => field.current?.focus(), [field]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = event.target instanceof HTMLElement ? event.target : null;
      if (at?.closest("input, textarea, select, [contenteditable='true'], [role='dialog']")) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [field]);
}
