import { useCallback } from "react";
import { useFlash } from "@/app";
import { failureFlash } from "@/components";
import { useAct } from "@/data";
import type { Selection } from "@/ipc/Selection";

/** Verifies sources. How far it is shows above the screen. */
export function useVerify(): { verify: (selection: Selection) => void; starting: boolean } {
  const flash = useFlash();
  const { mutate, isPending } = useAct("verify_sources");
  const verify = useCallback(
    (selection: Selection) =>
      mutate(selection, {
        onError: (failure) => flash.show(failureFlash("verify-sources", failure)),
      }),
    [flash, mutate],
  );
  return { verify, starting: isPending };
}
