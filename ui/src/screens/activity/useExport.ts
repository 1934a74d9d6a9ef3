import { useEffect } from "react";
import { useFlash } from "@/app";
import { failureFlash } from "@/components";
import { useAct } from "@/data";
import type { ActivityQuery } from "@/ipc/ActivityQuery";

const FLASH = "activity-export";

/** Writes what the filter finds, all pages of it, to a file and says where that is. */
export function useExport() {
  const act = useAct("export_activity");
  const flash = useFlash();
  useEffect(() => () => flash.drop(FLASH), [flash]);
  return {
    running: act.isPending,
    start: (query: ActivityQuery) =>
      act.mutate(query, {
        onSuccess: ({ path, rows }) =>
          flash.show({
            id: FLASH,
            type: "success",
            header: `${rows} ${rows === 1 ? "line was" : "lines were"} exported`,
            content: path,
          }),
        onError: (failure) => flash.show(failureFlash(FLASH, failure)),
      }),
  };
}
