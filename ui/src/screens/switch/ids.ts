import type { SwitchEntryId } from "@/ipc/SwitchEntryId";

/** The list, for what points at it. */
export const LIST = "switch-results";

export function optionId(id: SwitchEntryId): string {
  return `switch-entry-${id}`;
}
