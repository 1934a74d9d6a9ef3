import type { RoleArn } from "@/ipc/RoleArn";
import type { SwitchEntry } from "@/ipc/SwitchEntry";
import type { SwitchForm } from "@/ipc/SwitchForm";

/** The account of a role, and its name with its path. */
export function roleParts(arn: RoleArn): { account: string; role: string } {
  const [, , , , account = "", ...rest] = arn.split(":");
  return { account, role: rest.join(":").replace(/^role\//, "") };
}

/** An entry as the fields it was typed in. Outside the partition "aws" the ARN must stay whole. */
export function formOf(entry: SwitchEntry): SwitchForm {
  const parts = entry.role.startsWith("arn:aws:")
    ? roleParts(entry.role)
    : { account: "", role: entry.role };
  return {
    id: entry.id,
    name: entry.name,
    ...parts,
    colour: entry.colour,
    region: entry.region ?? "",
    external_id: entry.external_id ?? "",
  };
}

export function emptyForm(colour: string): SwitchForm {
  return { id: null, name: "", account: "", role: "", colour, region: "", external_id: "" };
}
