import type { NamedColour } from "@/ipc/NamedColour";
import { roleParts } from "../roleParts";
import type { SectionName } from "./fields";
import type { FullForm } from "./parts";
import { lengthOf } from "./lengths";

/** What each section says while it is folded. */
export function summaries(
  form: FullForm,
  colours: readonly NamedColour[],
): Record<SectionName, string> {
  const { session } = form;
  const begin = session.profile === "" ? "The identity in use" : `Profile ${session.profile}`;
  const hops = session.chain.length;
  const parts = [
    session.session_name && `called ${session.session_name}`,
    session.duration !== null && lengthOf(session.duration),
    session.mfa && "MFA",
    session.source_identity && `as ${session.source_identity}`,
    session.tags.length > 0 &&
      `${session.tags.length} ${session.tags.length === 1 ? "tag" : "tags"}`,
  ].filter(Boolean);
  const hex = form.colour.toLowerCase();
  const look = [
    colours.find((c) => c.hex.toLowerCase() === hex)?.name ?? `#${hex}`,
    form.group && `in ${form.group}`,
    form.favourite && "favourite",
    form.notes && "with notes",
  ].filter(Boolean);
  return {
    role: [
      form.name,
      form.account,
      form.role.startsWith("arn:") ? roleParts(form.role).role : form.role,
      form.kind === "permissionSet" && "permission set",
    ]
      .filter(Boolean)
      .join(", "),
    way:
      hops === 0
        ? `${begin}, directly`
        : `${begin}, by way of ${hops} ${hops === 1 ? "role" : "roles"}`,
    session: parts.length > 0 ? parts.join(", ") : "AWS's own defaults",
    look: look.join(", "),
  };
}
