import {
  type RefObject,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useRef,
} from "react";
import { type Focusable, useDebounced } from "@/forms";
import { LIST } from "./ids";

/** Longer than between two letters of most, and short enough to seem at once. */
const TYPING_MS = 180;
/** While an arrow key is held, each step is shorter. */
const MOVING_MS = 60;

/**
 * The value of the last pause, so that drawing what hangs on it does not delay the next letter. Each
 * letter counts, also one that leaves the value as it is.
 */
export function useAfterTyping<T>(value: T, typed: string, typing: boolean): T {
  return useDeferredValue(useDebounced(value, typing ? TYPING_MS : MOVING_MS, typed));
}

/** A function that stays the same one and does what the newest one does, for memoised parts. */
export function useStableCallback<A extends unknown[]>(does: (...args: A) => void) {
  const newest = useRef(does);
  useLayoutEffect(() => {
    newest.current = does;
  });
  return useCallback((...args: A) => newest.current(...args), []);
}

/**
 * The search field has the keyboard on arrival; / brings it back wherever nothing is typed, with what
 * it holds marked, so that one can type what to look for next.
 */
export function useSearchFocus(field: RefObject<(Focusable & { select(): void }) | null>) {
  useEffect(() => field.current?.focus(), [field]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = event.target instanceof HTMLElement ? event.target : null;
      if (at?.closest("input, textarea, select, [contenteditable='true'], [role='dialog']")) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [field]);
}

/** Once something was removed, the keyboard is on the list, or in the search where none is left. */
export function useFocusOnceGone(gone: number, none: boolean, field: RefObject<Focusable | null>) {
  useEffect(() => {
    if (gone > 0) document.getElementById(LIST)?.focus({ preventScroll: true });
  }, [gone]);
  useEffect(() => {
    if (none && document.activeElement === document.body) field.current?.focus();
  }, [none, field]);
}
