import type { Generation } from "@/ipc/Generation";
import type { Source } from "@/ipc/Source";

/** The name of an account: the one a person gave it, else its alias. */
export function accountName(source: Source): string | null {
  return source.label ?? source.alias;
}

/** The name at the end of a role's ARN. */
export function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** Who someone is, from an ARN: the user, or role and session. */
export function principalName(arn: string | null): string | null {
  if (arn === null) return null;
  const at = arn.indexOf("/");
  return at < 0 ? arn : arn.slice(at + 1);
}

export function generationLabel(generation: Generation): string {
  return generation === "ga" ? "GA" : "Preview";
}

/** A source in a sentence. */
export function sourceName(source: Source): string {
  const name = accountName(source);
  return name ? `${source.account} (${name})` : source.account;
}
