import type { RoleArn } from "@/ipc/RoleArn";

/** The account of a role, and its name with its path. */
export function roleParts(arn: RoleArn): { account: string; role: string } {
  const [, , , , account = "", ...rest] = arn.split(":");
  return { account, role: rest.join(":").replace(/^role\//, "") };
}
