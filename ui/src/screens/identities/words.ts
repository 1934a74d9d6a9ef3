import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { IdentityKind } from "@/ipc/IdentityKind";
import type { IdentityRef } from "@/ipc/IdentityRef";
import type { IdentityRow } from "@/ipc/IdentityRow";
import type { IdentityState } from "@/ipc/IdentityState";

const kinds: Record<IdentityKind, string> = {
  accessKey: "Access key",
  temporaryKey: "Temporary access key",
  assumedRole: "Assumed role",
  identityCenter: "Identity Center",
  consoleSignIn: "Console sign-in",
  program: "Program",
  webIdentity: "Web identity",
  container: "Container",
  environment: "Environment",
  keptKey: "Kept key",
  sandbox: "Sandbox",
  incomplete: "Incomplete",
  other: "Other",
};

const states: Record<IdentityState, [StatusIndicatorProps.Type, string]> = {
  notTried: ["pending", "Not checked"],
  signedIn: ["success", "Signed in"],
  signInNeeded: ["warning", "Sign-in needed"],
  expired: ["warning", "Expired"],
  wrong: ["error", "Not usable"],
};

/** A text that tells identities apart. */
export function identityId(reference: IdentityRef): string {
  if (reference.kind === "profile") return `profile ${reference.name}`;
  if (reference.kind === "key") return `key ${reference.access_key}`;
  return reference.kind;
}

export function rowId(row: IdentityRow): string {
  return identityId(row.identity.reference);
}

export function kindLabel(row: IdentityRow): string {
  return kinds[row.identity.facts?.kind ?? "other"];
}

export function stateLabel(state: IdentityState): [StatusIndicatorProps.Type, string] {
  return states[state];
}

/** Whether one can sign in to it from here. */
export function canSignIn(row: IdentityRow): boolean {
  const way = row.identity.facts?.sign_in?.kind;
  return way === "identityCenter" || way === "mfa";
}

/** "user/Olivia" of an ARN; of an assumed role, role and session. */
export function whoShort(row: IdentityRow): string {
  const name = row.status.caller?.arn.split(":").slice(5).join(":") ?? "-";
  return name.replace(/^assumed-role\//, "");
}
