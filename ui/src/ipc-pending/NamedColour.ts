// Stands in until `make types` writes this type into src/ipc. Delete it then.
import type { Colour } from "./Colour";
export type NamedColour = { name: string; hex: Colour };
