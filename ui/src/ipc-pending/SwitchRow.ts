// Stands in until `make types` writes this type into src/ipc. Delete it then.
import type { SwitchEntry } from "./SwitchEntry";
import type { SwitchVerdict } from "./SwitchVerdict";
export type SwitchRow = { entry: SwitchEntry; verdict: SwitchVerdict };
