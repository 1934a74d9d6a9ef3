// Stands in until `make types` writes this type into src/ipc. Delete it then.
import type { Colour } from "./Colour";
import type { DisplayName } from "./DisplayName";
import type { ExternalId } from "../ipc/ExternalId";
import type { Region } from "../ipc/Region";
import type { RoleArn } from "../ipc/RoleArn";
import type { SwitchEntryId } from "../ipc/SwitchEntryId";
export type SwitchEntry = {
  id: SwitchEntryId;
  name: DisplayName;
  role: RoleArn;
  colour: Colour;
  region: Region | null;
  external_id: ExternalId | null;
};
