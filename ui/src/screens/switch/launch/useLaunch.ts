import { useFlash } from "@/app";
import { failureFlash } from "@/components";
import { readAgain, useAct } from "@/data";
import type { LaunchRequest } from "@/ipc/LaunchRequest";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { done } from "./words";

/** The message about the last opening. Shown in its place, and dropped with the screen. */
export const FLASH = "switch";

/** Opens entries and says what came of it. */
export function useLaunch() {
  const flash = useFlash();
  const act = useAct("launch");
  const launch = (row: SwitchRow, request: Omit<LaunchRequest, "id">, onDone?: () => void) =>
    act.mutate(
      { id: row.entry.id, ...request },
      {
        onSuccess: (way) => {
          const said = done(way, row.entry.name);
          if (said) flash.show({ id: FLASH, type: "success", ...said });
          else flash.drop(FLASH);
          // Whoever opens it again finds what was remembered.
          void readAgain("get_launch_menu").then(onDone);
        },
        onError: (failure) => {
          // A field of a dialog says it itself.
          if (failure.code === "invalidInput") return;
          flash.show(failureFlash(FLASH, failure));
          onDone?.();
        },
      },
    );
  return {
    launch,
    /** As a click does, and Enter. */
    first: (row: SwitchRow) => launch(row, {}),
    busy: act.isPending,
    act,
  };
}
