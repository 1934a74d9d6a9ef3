import { useSyncExternalStore } from "react";

const units: Array<[Intl.RelativeTimeFormatUnit, number]> = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });

/** The exact local time, such as for a tooltip. */
export function exactTime(at: string): string {
  return exact.format(new Date(at));
}

/** How long ago, in words. */
export function timeAgo(at: string, now = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  }
  return "just now";
}

// One clock for all times on the screen.
let minute = Date.now();
const waiting = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function onMinute(listener: () => void) {
  waiting.add(listener);
  if (waiting.size === 1) minute = Date.now();
  timer ??= setInterval(() => {
    minute = Date.now();
    for (const each of waiting) each();
  }, 60_000);
  return () => {
    waiting.delete(listener);
    if (waiting.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

export interface TimeAgoProps {
  at: string | null;
  /** Shown where there is no time. */
  none?: string;
}

/** How long ago something was; the exact local time shows on hovering. */
export function TimeAgo({ at, none = "-" }: TimeAgoProps) {
  const now = useSyncExternalStore(onMinute, () => minute);
  if (at === null) return <>{none}</>;
  return (
    <time dateTime={at} title={exactTime(at)}>
      {timeAgo(at, now)}
    </time>
  );
}
