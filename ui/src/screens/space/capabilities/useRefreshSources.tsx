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

/**
 * Reads the associations from AWS, at once and on demand. What is known stays on the screen. Where
 * the screen itself says what is wrong with the agent space, it is not said twice.
 */
export function useRefreshSources(space: SpaceRef, told: boolean): Refresh {
  const flash = useFlash();
  const { mutate, isPending, error } = useAct("refresh_sources");
  useEffect(() => {
    if (error && !told) flash.show(failureFlash(FLASH, error));
    else flash.drop(FLASH);
  }, [error, told, flash]);
  const start = useCallback(() => {
    mutate(space, {
      onSuccess: () => void readAgain("list_sources", "get_source", "get_space", "list_spaces"),
    });
  }, [space, mutate]);
  useEffect(start, [start]);
  return { start, running: isPending };
}
