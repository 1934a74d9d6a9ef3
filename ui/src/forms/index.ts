export { ProfileField } from "./ProfileField";
export { RegionField } from "./RegionField";
export { afterPointer } from "./pointer";
export { TextField, type TextFieldProps } from "./TextField";
export { useDebounced } from "./useDebounced";
export { type CheckResult, type Fields, type Focusable, useFields } from "./useFields";
export { useStable } from "./useStable";
