import { useState } from "react";

/** The same object for as long as what it holds stays the same, so that effects can depend on it. */
export function useStable<T>(value: T): T {
  const [kept, keep] = useState(value);
  if (kept === value) return kept;
  if (JSON.stringify(kept) === JSON.stringify(value)) return kept;
  keep(value);
  return value;
}
