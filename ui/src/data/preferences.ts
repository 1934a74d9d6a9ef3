import { useCallback } from "react";
import type { Preferences } from "@/ipc/Preferences";
import { queryClient, readKey, useAct, useRead } from "./query";

/** The saved preferences, and how to change some of them. What was changed shows at once. */
export function usePreferences(): {
  preferences: Preferences | undefined;
  change: (part: Partial<Preferences>) => void;
} {
  const preferences = useRead("get_preferences", null).data;
  const { mutate } = useAct("save_preferences");
  const change = useCallback(
    (part: Partial<Preferences>) => {
      const key = readKey("get_preferences", null);
      const now = queryClient.getQueryData<Preferences>(key);
      if (!now) return;
      const next = { ...now, ...part };
      queryClient.setQueryData(key, next);
      mutate(next, { onError: () => void queryClient.invalidateQueries({ queryKey: key }) });
    },
    [mutate],
  );
  return { preferences, change };
}
