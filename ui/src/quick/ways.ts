import type { LaunchMenu } from "@/ipc/LaunchMenu";
import type { LaunchWay } from "@/ipc/LaunchWay";
import { words } from "@/screens/switch/launch/words";

/** A way to open an entry, and why it can't work if it can't. */
export interface WayChoice {
  id: LaunchWay;
  title: string;
  closed: string | null;
}

/** The ways to an entry, in order. */
export function waysOf(menu: LaunchMenu | undefined): WayChoice[] {
  return (menu?.options ?? []).map(({ way, verdict, instead }) => ({
    id: way,
    title: words[way].action,
    closed: verdict.kind === "closed" ? [verdict.reason, instead].filter(Boolean).join(" ") : null,
  }));
}
