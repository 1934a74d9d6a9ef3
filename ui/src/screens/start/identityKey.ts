import type { Identity } from "@/ipc/Identity";
import type { IdentityRef } from "@/ipc/IdentityRef";

/** A text that tells identities apart, for the value of a tile. */
export function identityKey(reference: IdentityRef): string {
  return reference.kind === "profile" ? `profile ${reference.name}` : reference.kind;
}

/** Profiles first, then what the environment has, then the sandbox. */
const order: IdentityRef["kind"][] = ["profile", "environment", "sandbox"];

/** Each identity once: two tiles of one value would be chosen together. */
export function inOrder(identities: readonly Identity[]): Identity[] {
  const once = new Map(identities.map((i) => [identityKey(i.reference), i]));
  return order.flatMap((kind) => [...once.values()].filter((i) => i.reference.kind === kind));
}
