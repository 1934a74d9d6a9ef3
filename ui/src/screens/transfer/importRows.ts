import type { ImportChange } from "@/ipc/ImportChange";
import type { ImportPreview } from "@/ipc/ImportPreview";
import type { ImportSetting } from "@/ipc/ImportSetting";
import { targetInWords } from "../switch/roleParts";

export type Outcome = "add" | "update" | "same" | "skip";

/** A part of the file and what becomes of it. */
export interface ImportRow {
  id: string;
  /** Its place among the items, to choose it by; nothing if it is skipped. */
  place: number | null;
  line: number;
  name: string;
  role: string;
  outcome: Outcome;
  changes: readonly ImportChange[];
  settings: readonly ImportSetting[];
  notKept: readonly string[];
  /** Why it is skipped, or what to know of it. */
  remarks: readonly string[];
  /** What a filter looks at. */
  text: string;
}

export const outcomes: Record<Outcome, string> = {
  add: "New",
  update: "Changes",
  same: "Already there",
  skip: "Skipped",
};

/** The parts of a file in the order of its lines. */
export function importRows(preview: ImportPreview): ImportRow[] {
  const remarks = new Map<string, string[]>();
  for (const { line, name, notice } of preview.warnings) {
    if (name === "") continue;
    const key = name;
    remarks.set(key, [...(remarks.get(key) ?? []), `Line ${line}: ${notice}`]);
  }
  const taken = preview.items.map((item, place): ImportRow => {
    const { account, action, entry, settings } = item;
    const role = targetInWords(item.role);
    const changes = action.kind === "update" ? action.changes : [];
    const text = [item.name, entry, account, role, ...settings.map((s) => s.value)].join("\n");
    return {
      id: `item-${place}`,
      place,
      line: item.line,
      name: entry,
      role,
      outcome: action.kind,
      changes,
      settings,
      notKept: item.not_kept,
      remarks: remarks.get(item.name) ?? [],
      text: text.toLowerCase(),
    };
  });
  const skipped = preview.skipped.map((s, i): ImportRow => ({
    id: `skip-${i}`,
    place: null,
    line: s.line,
    name: s.name,
    role: "",
    outcome: "skip",
    changes: [],
    settings: [],
    notKept: [],
    remarks: [s.reason],
    text: `${s.name}\n${s.reason}`.toLowerCase(),
  }));
  const rows = [...taken, ...skipped];
  rows.sort((a, b) => a.line - b.line);
  return rows;
}
