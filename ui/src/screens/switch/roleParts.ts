import type { SwitchTarget } from "@/ipc/SwitchTarget";

/** How Rust writes a permission set of IAM Identity Center: no role has a star in its name. */
const PERMISSION_SET = /^aws-reserved\/sso\.amazonaws\.com\/\*\/AWSReservedSSO_(.+)_\*$/;

export interface TargetParts {
  account: string;
  /** The name of the role with its path, or of the permission set. */
  role: string;
  permissionSet: boolean;
}

/** What an entry leads to, in its parts. */
export function roleParts(target: SwitchTarget): TargetParts {
  const [, , , , account = "", ...rest] = target.split(":");
  const role = rest.join(":").replace(/^role\//, "");
  const set = role.endsWith("*") ? PERMISSION_SET.exec(role)?.[1] : undefined;
  return { account, role: set ?? role, permissionSet: set !== undefined };
}

/** The same as it is shown in one line. */
export function roleText({ role, permissionSet }: TargetParts): string {
  return permissionSet ? `${role} · permission set` : role;
}

/** The same in words, with the account: a role by its ARN, as it stands in files. */
export function targetInWords(target: SwitchTarget): string {
  const { account, role, permissionSet } = roleParts(target);
  return permissionSet ? `permission set ${role} of account ${account}` : target;
}
