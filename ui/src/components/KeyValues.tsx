import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import type { ReactNode } from "react";

export interface KeyValuesProps {
  columns?: number;
  label?: string;
  /** Label and value; what has no value shows a dash. */
  items: ReadonlyArray<readonly [label: string, value: ReactNode]>;
}

/** Facts: a label over each value. */
export function KeyValues({ items, columns = 3, label }: KeyValuesProps) {
  return (
    <KeyValuePairs
      columns={columns}
      {...(label ? { ariaLabel: label } : {})}
      items={items.map(([name, value]) => ({ label: name, value: value ?? "-" }))}
    />
  );
}
