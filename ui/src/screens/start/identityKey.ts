import type { Identity } from "@/ipc/Identity";
import type { IdentityRef } from "@/ipc/IdentityRef";

/** A text that tells identities apart, for the value of a tile. */
export function identityKey(reference: IdentityRef): string {
  if (reference.kind === "key") return `key ${reference.access_key}`;
  return reference.kind === "profile" ? `profile ${reference.name}` : reference.kind;
}

/** Profiles first, then what the environment has, then the sandbox. */
const order: IdentityRef["kind"][] = ["profile", "key", "environment", "sandbox"];

export function inOrder(identities: readonly Identity[]): Identity[] {
  return order.flatMap((kind) => identities.filter((i) => i.reference.kind === kind));
}
