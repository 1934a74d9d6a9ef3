import { type ReactNode, useEffect, useRef } from "react";
import "./components.css";

export interface ArrivalProps {
  /** What has arrived. Another one takes the keyboard again; nothing leaves it where it is. */
  at: string | null;
  /** What a screen reader says of it. */
  label: string;
  children: ReactNode;
}

/**
 * A heading that takes the keyboard and comes into sight when what it heads appears because of what
 * the user did. Without it, the answer to a click may stand below the window, unseen and unheard.
 */
export function Arrival({ at, label, children }: ArrivalProps) {
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (at === null) return;
    const target = heading.current;
    if (!target) return;
    target.focus({ preventScroll: true });
    const { top } = target.getBoundingClientRect();
    if (top >= 0 && top <= window.innerHeight / 2) return;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
  }, [at]);
  return (
    <div ref={heading} tabIndex={-1} role="group" aria-label={label} className="rb-focus-target">
      {children}
    </div>
  );
}
