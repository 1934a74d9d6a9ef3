import type { AppLayoutProps } from "@cloudscape-design/components/app-layout";
import { type ReactNode, useLayoutEffect, useSyncExternalStore } from "react";

export interface Crumb {
  text: string;
  /** Hash route, such as "#/spaces". */
  href: string;
}

/** What a screen tells the shell that surrounds it. */
export interface Page {
  /** The way to this screen; the last crumb is the screen itself. */
  breadcrumbs?: Crumb[];
  /** Kind of content, for widths and paddings. */
  contentType?: AppLayoutProps.ContentType;
  /** A `SplitPanel`. */
  splitPanel?: ReactNode;
  splitPanelOpen?: boolean;
  onSplitPanelToggle?: (open: boolean) => void;
}

const none: Page = {};
let page = none;
const listeners = new Set<() => void>();

function set(next: Page) {
  if (same(page, next)) return;
  page = next;
  for (const listener of listeners) listener();
}

/** Whether the shell would draw the same: drawing it costs more than most screens. */
function same(a: Page, b: Page): boolean {
  const parts = new Set([...Object.keys(a), ...Object.keys(b)] as Array<keyof Page>);
  return [...parts].every((part) => Object.is(a[part], b[part]));
}

/**
 * Sets what surrounds the screen, at every render of the screen. The shell draws the screen itself
 * from a route element that does not change, so that this does not go in circles.
 */
export function usePage(next: Page) {
  useLayoutEffect(() => set(next));
  useLayoutEffect(() => () => set(none), []);
}

/** For the shell. */
export function useCurrentPage(): Page {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => page,
  );
}
