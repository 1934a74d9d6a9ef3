import {
  keepPreviousData,
  QueryClient,
  useMutation,
  useQuery,
  type UseMutationResult,
  type UseQueryResult,
} from "@tanstack/react-query";
import { platform } from "#platform";
import type { Failure } from "@/ipc/Failure";
import type { AnswerOf, CommandName, RequestOf } from "@/platform/types";

export const queryClient = new QueryClient({
  defaultOptions: {
    // A failure says what to do, and doing it again unasked is not it. The back end is on this
    // machine, so being offline is its affair.
    queries: { retry: false, refetchOnWindowFocus: false, networkMode: "always", gcTime: 60_000 },
    mutations: { retry: false, networkMode: "always" },
  },
});

export interface ReadOptions {
  /** Ask only if true. */
  enabled?: boolean;
  /** Ask each time it is shown: the answer may be another one by then. */
  fresh?: boolean;
  /** Show the answer to the last request until the one to this request is here. */
  keepPrevious?: boolean;
}

/** The key a command's answer is kept under. */
export function readKey<K extends CommandName>(name: K, request: RequestOf<K>) {
  return [name, request] as const;
}

/** Reads by a command. The answer is kept, and read again when an event says that it changed. */
export function useRead<K extends CommandName>(
  name: K,
  request: RequestOf<K>,
  options: ReadOptions = {},
): UseQueryResult<AnswerOf<K>, Failure> {
  return useQuery<AnswerOf<K>, Failure>({
    queryKey: readKey(name, request),
    queryFn: () => platform.call(name, request),
    enabled: options.enabled ?? true,
    ...(options.fresh ? { staleTime: 0, gcTime: 0 } : {}),
    placeholderData: options.keepPrevious ? (keepPreviousData as never) : undefined,
  });
}

/** Does something by a command: `act.mutate(request)` or `await act.mutateAsync(request)`. */
export function useAct<K extends CommandName>(
  name: K,
): UseMutationResult<AnswerOf<K>, Failure, RequestOf<K>> {
  return useMutation<AnswerOf<K>, Failure, RequestOf<K>>({
    mutationKey: [name],
    mutationFn: (request) => platform.call(name, request),
  });
}

/** Reads again what was kept of these commands. */
export function readAgain(...names: CommandName[]): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: (query) => names.includes(query.queryKey[0] as CommandName),
  });
}
