import type { SessionForm } from "@/ipc/SessionForm";
import type { SwitchEntry } from "@/ipc/SwitchEntry";
import type { SwitchForm } from "@/ipc/SwitchForm";
import { roleParts } from "../roleParts";

/** The form with every field of it. */
export type FullForm = Required<SwitchForm>;

/** An entry as the fields it was typed in. Outside the partition "aws" the ARN must stay whole. */
export function formOf(entry: SwitchEntry): FullForm {
  const { permissionSet, ...parts } = roleParts(entry.role);
  return {
    id: entry.id,
    name: entry.name,
    kind: permissionSet ? "permissionSet" : "role",
    ...(entry.role.startsWith("arn:aws:") ? parts : { account: "", role: entry.role }),
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

/** What is sent of a form: of a permission set only what one can ask of it. The rest stays typed. */
export function sent(form: FullForm): FullForm {
  if (form.kind !== "permissionSet") return form;
  const { session } = emptyForm(form.colour);
  return { ...form, external_id: "", session: { ...session, profile: form.session.profile } };
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
    kind: "role",
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
