import type { SourceForm } from "@/ipc/SourceForm";

export type FieldName = keyof SourceForm;

export const ACCOUNT_AND_ROLE = 0;
export const CREATE_ROLE = 1;
export const REVIEW = 2;

/** The fields of each step, in the order they stand on the screen. */
export const stepFields: Record<number, readonly FieldName[]> = {
  [ACCOUNT_AND_ROLE]: ["account", "label", "role_name", "template", "external_id", "description"],
  [CREATE_ROLE]: [
    "method",
    "reach",
    "reach_role",
    "reach_external_id",
    "reach_profile",
    "inline_policy_name",
  ],
  [REVIEW]: [],
};

export const stepTitles = ["Account and role", "Create the role", "Review and connect"];

/** The step a field stands on. */
export function stepOf(field: string): number {
  return stepFields[CREATE_ROLE]?.includes(field as FieldName) ? CREATE_ROLE : ACCOUNT_AND_ROLE;
}

/** Fields that make no difference to the role: changing them keeps its plan. */
const apart: readonly FieldName[] = ["label", "method"];

export function changesRole(part: Partial<SourceForm>): boolean {
  return (Object.keys(part) as FieldName[]).some((name) => !apart.includes(name));
}
