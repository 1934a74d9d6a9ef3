import { useCallback, useEffect } from "react";
import { useFlash } from "@/app";
import { failureFlash } from "@/components";
import { readAgain, useAct } from "@/data";
import type { SpaceList } from "@/ipc/SpaceList";
import type { SpaceRefresh } from "@/ipc/SpaceRefresh";

const FLASH = "refresh-spaces";

/** Asks AWS for the agent spaces of all Regions: on demand, and at once where that never was. */
export function useRefreshSpaces(list: SpaceList | undefined) {
  const flash = useFlash();
  const { mutate, isPending, isIdle, error } = useAct("refresh_spaces");
  const start = useCallback(() => {
    flash.drop(FLASH);
    mutate(null, {
      onError: (failure) => flash.show(failureFlash(FLASH, failure)),
      onSuccess: (answer) => {
        void readAgain("list_spaces", "get_space");
        if (answer.failed.length > 0) flash.show(failedRegions(answer));
      },
    });
  }, [flash, mutate]);
  const never = list !== undefined && list.refreshed_at === null;
  useEffect(() => {
    if (never) start();
  }, [never, start]);
  return {
    start,
    running: isPending,
    /** AWS was never asked, and that is about to change. */
    first: never && (isIdle || isPending),
    /** Why AWS could not be asked. */
    failure: error,
  };
}

function failedRegions({ failed }: SpaceRefresh) {
  return {
    id: FLASH,
    type: "warning" as const,
    header:
      failed.length === 1
        ? "One Region could not be read"
        : `${failed.length} Regions could not be read`,
    content: (
      <ul>
        {failed.map((f) => (
          <li key={f.region}>
            <strong>{f.region}</strong>: {f.message} {f.remedy}
          </li>
        ))}
      </ul>
    ),
  };
}
