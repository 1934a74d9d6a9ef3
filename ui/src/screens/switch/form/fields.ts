import type { Fields } from "@/forms";
import type { SwitchFormCheck } from "@/ipc/SwitchFormCheck";
import type { FullForm } from "./parts";

export type SectionName = "role" | "way" | "session" | "look";

/** What every section of the form gets. */
export interface SectionProps {
  form: FullForm;
  fields: Fields<string>;
  answer: SwitchFormCheck | undefined;
  set: (part: Partial<FullForm>) => void;
  setSession: (part: Partial<FullForm["session"]>) => void;
}

/** The fields of each section in the order they stand in. */
export function fieldsOf({ kind, session }: FullForm): Array<[SectionName, string[]]> {
  if (kind === "permissionSet") {
    return [
      ["role", ["session_profile", "account", "role", "name", "region"]],
      ["look", ["colour", "group", "notes"]],
    ];
  }
  return [
    ["role", ["account", "role", "name", "region", "external_id"]],
    ["look", ["colour", "group", "notes"]],
    [
      "way",
      [
        "session_profile",
        ...session.chain.flatMap((_, i) => [`chain.${i}`, `chain_external_id.${i}`]),
      ],
    ],
    [
      "session",
      [
        "session_name",
        "duration",
        "mfa",
        "source_identity",
        ...session.tags.map((_, i) => `tags.${i}`),
        "tags",
      ],
    ],
  ];
}
