import type { SessionForm } from "@/ipc/SessionForm";
import type { SwitchEntry } from "@/ipc/SwitchEntry";
import type { SwitchForm } from "@/ipc/SwitchForm";
import { roleParts } from "../roleParts";

/** The form with every field of it. */
export type FullForm = Required<SwitchForm>;

/** An entry as the fields it was typed in. Outside the partition "aws" the ARN must stay whole. */
export function formOf(entry: SwitchEntry): FullForm {
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
    session: sessionOf(entry),
    group: entry.group ?? "",
    favourite: entry.favourite ?? false,
    notes: entry.notes ?? "",
  };
}

function sessionOf({ session }: SwitchEntry): SessionForm {
  return {
    profile: session?.profile ?? "",
    chain: (session?.chain ?? []).map((hop) => ({
      role: hop.role,
      external_id: hop.external_id ?? "",
    })),
    session_name: session?.session_name ?? "",
    duration: session?.duration ?? null,
    mfa: session?.mfa ?? "",
    tags: (session?.tags ?? []).map((tag) => ({ ...tag })),
    source_identity: session?.source_identity ?? "",
  };
}

const LONGEST_NAME = 64;
const COPY = " copy";

/** The fields of a new entry that is like another one. */
export function duplicateOf(entry: SwitchEntry): FullForm {
  const name = [...entry.name].slice(0, LONGEST_NAME - COPY.length).join("") + COPY;
  return { ...formOf(entry), id: null, name, favourite: false };
}

export function emptyForm(colour: string): FullForm {
  return {
    id: null,
    name: "",
    account: "",
    role: "",
    colour,
    region: "",
    external_id: "",
    session: {
      profile: "",
      chain: [],
      session_name: "",
      duration: null,
      mfa: "",
      tags: [],
      source_identity: "",
    },
    group: "",
    favourite: false,
    notes: "",
  };
}
