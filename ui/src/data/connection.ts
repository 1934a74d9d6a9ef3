import { useMutation } from "@tanstack/react-query";
import { platform } from "#platform";
import type { AppState } from "@/ipc/AppState";
import type { ConnectRequest } from "@/ipc/ConnectRequest";
import type { Failure } from "@/ipc/Failure";
import { queryClient, readKey, useRead } from "./query";

/** What `start` answered: version, connection, unfinished plans. */
export function useAppState() {
  return useRead("start", null);
}

/** Takes over a new state of the app: what was read under another identity is forgotten. */
export function takeAppState(state: AppState) {
  queryClient.removeQueries({
    predicate: (q) => !["start", "get_preferences"].includes(q.queryKey[0] as string),
    type: "inactive",
  });
  queryClient.setQueryData(readKey("start", null), state);
  void queryClient.invalidateQueries({ predicate: (q) => q.queryKey[0] !== "start" });
}

/** Connects with an identity; the shell then shows it. */
export function useConnect() {
  return useMutation<AppState, Failure, ConnectRequest>({
    mutationFn: (request) => platform.call("connect", request),
    onSuccess: takeAppState,
  });
}
