import type { PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import type { FilterJoin } from "@/ipc/FilterJoin";
import type { FilterOperator } from "@/ipc/FilterOperator";
import type { FilterToken } from "@/ipc/FilterToken";

export type FilterQuery = PropertyFilterProps.Query;

/** The operators the back end knows, in the order they are offered. */
export const operators: readonly FilterOperator[] = ["=", "!=", ":", "!:"];
export const emptyQuery: FilterQuery = { tokens: [], operation: "and" };

function known(operator: string): FilterOperator {
  return operators.find((o) => o === operator) ?? ":";
}

/** A property filter's query as the conditions of the wire. */
export function toConditions<Column extends string>(
  query: FilterQuery,
): { tokens: Array<FilterToken<Column>>; join: FilterJoin } {
  return {
    join: query.operation,
    tokens: query.tokens.map((t) => ({
      column: (t.propertyKey ?? null) as Column | null,
      operator: known(t.operator),
      value: String(t.value ?? ""),
    })),
  };
}
