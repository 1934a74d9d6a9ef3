import type { AppLayoutProps } from "@cloudscape-design/components/app-layout";
import { useEffect, useLayoutEffect, useState } from "react";

type Position = AppLayoutProps.SplitPanelPreferences["position"];

/** As wide as the five tabs of a source; a document needs about as much. */
const SIDE = 680;
/** The shadow above the panel; the scrollbar a wide table has at the end of the window. */
const EDGE = 24;
const SETTLE_MS = 150;

/**
 * Where the split panel is, and its size in each place. Beside the screen it goes only where both
 * are left enough: a table of eight columns next to a policy document needs a wide window. Below
 * the screen it hides neither what opened it nor what gets the keyboard (WCAG 2.4.11).
 */
export function useSplitPanel(open: boolean) {
  const [position, setPosition] = useState<Position>(() =>
    window.innerWidth >= 1600 ? "side" : "bottom",
  );
  const [sizes, setSizes] = useState<Record<Position, number>>(() => ({
    side: SIDE,
    bottom: Math.round(window.innerHeight * 0.55),
  }));
  const covered = open ? EDGE + (position === "bottom" ? sizes.bottom : 0) : 0;
  useLayoutEffect(() => {
    document.documentElement.style.scrollPaddingBlockEnd = covered ? `${covered}px` : "";
  }, [covered]);
  useEffect(() => {
    if (!open) return undefined;
    // Once the screen has found its place in the room that is left.
    const timer = setTimeout(
      () => document.activeElement?.scrollIntoView({ block: "nearest" }),
      SETTLE_MS,
    );
    return () => clearTimeout(timer);
  }, [open]);
  useFocusBack(open);
  return {
    splitPanelPreferences: { position },
    onSplitPanelPreferencesChange: ({ detail }: { detail: AppLayoutProps.SplitPanelPreferences }) =>
      setPosition(detail.position),
    splitPanelSize: sizes[position],
    onSplitPanelResize: ({ detail }: { detail: { size: number } }) =>
      setSizes((now) => ({ ...now, [position]: detail.size })),
  };
}

/** When the panel is closed, the keyboard is where it was before it went into the panel. */
function useFocusBack(open: boolean) {
  useEffect(() => {
    if (!open) return undefined;
    let before: Element | null = document.activeElement;
    const note = ({ target }: FocusEvent) => {
      if (target instanceof Element && !target.closest("[data-details]")) before = target;
    };
    document.addEventListener("focusin", note);
    return () => {
      document.removeEventListener("focusin", note);
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement) before.focus();
    };
  }, [open]);
}
