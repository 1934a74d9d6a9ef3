import type { AccountId } from "@/ipc/AccountId";

export interface AccountCellProps {
  account: AccountId;
  /** Label or alias, shown behind the ID. */
  name?: string | null;
}

/** An account ID, in digits of one width, with its name where there is one. */
export function AccountCell({ account, name }: AccountCellProps) {
  return (
    <span className="rb-account">
      {account}
      {name ? ` (${name})` : ""}
    </span>
  );
}
