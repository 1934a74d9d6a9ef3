// Stands in until `make types` writes this type into src/ipc. Delete it then.
export type DisplayName = string;
