import { lazy } from "react";

/** The form is large and not needed to find an entry. */
export const EntryDialog = lazy(() => import("./EntryDialog"));
export { duplicateOf, emptyForm, formOf, type FullForm } from "./parts";
