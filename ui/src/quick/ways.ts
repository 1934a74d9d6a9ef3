import type { SwitchRow } from "@/ipc/SwitchRow";

/** A way to open an entry, and why it can't work if it can't. */
export interface WayChoice {
  id: "switchRole";
  title: string;
  closed: string | null;
}

/** The ways to an entry, the one it is opened by first. */
export function waysOf(row: SwitchRow): WayChoice[] {
  const { verdict } = row;
  const closed =
    verdict.kind === "impossible" ? `${verdict.reason} ${verdict.instead}`.trim() : null;
  return [{ id: "switchRole", title: "Switch-role page", closed }];
}
