import { useCallback, useEffect } from "react";
import { useFlash } from "@/app";
import { failureFlash } from "@/components";
import { readAgain, useAct } from "@/data";
import type { SpaceRef } from "@/ipc/SpaceRef";

const FLASH = "refresh-sources";

export interface Refresh {
  start: () => void;
  running: boolean;
}

/** Reads the associations from AWS, at once and on demand. What is known stays on the screen. */
export function useRefreshSources(space: SpaceRef): Refresh {
  const flash = useFlash();
  const { mutate, isPending } = useAct("refresh_sources");
  const start = useCallback(() => {
    flash.drop(FLASH);
    mutate(space, {
      onError: (failure) => flash.show(failureFlash(FLASH, failure)),
      onSuccess: () => void readAgain("list_sources", "get_source", "get_space", "list_spaces"),
    });
  }, [space, flash, mutate]);
  useEffect(start, [start]);
  return { start, running: isPending };
}
