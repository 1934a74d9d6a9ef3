import { useRead } from "@/data";
import type { AccountId } from "@/ipc/AccountId";
import type { Plan } from "@/ipc/Plan";
import type { SourceQuery } from "@/ipc/SourceQuery";
import type { SpaceRef } from "@/ipc/SpaceRef";

/** The source a plan has connected, once it is there. */
export function useConnectedSource(plan: Plan, space: SpaceRef, account: AccountId) {
  const known = plan.sources[0];
  const query: SourceQuery = {
    space,
    tokens: [{ column: "account", operator: "=", value: account }],
    join: "and",
    sort: "account",
    descending: false,
    page: 1,
    page_size: 25,
  };
  const found = useRead("list_sources", query, { enabled: known === undefined });
  const id = known ?? found.data?.rows.find((s) => s.account === account)?.id;
  const detail = useRead("get_source", id ?? 0, { enabled: id !== undefined });
  return {
    detail: id === undefined ? undefined : detail.data,
    failure: found.error ?? detail.error,
    retry: () => void (found.error ? found.refetch() : detail.refetch()),
  };
}
