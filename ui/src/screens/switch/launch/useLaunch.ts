import { useFlash } from "@/app";
import { failureFlash } from "@/components";
import { useAct } from "@/data";
import type { SwitchRow } from "@/ipc/SwitchRow";

/** The message about the last opening. Shown in its place, and dropped with the screen. */
export const FLASH = "switch";

/** Opens an entry the first way there is: what Enter does. */
export function useLaunch(): { first: (row: SwitchRow) => void; busy: boolean } {
  const flash = useFlash();
  const open = useAct("open_switch_entry");
  const first = ({ entry, verdict }: SwitchRow) => {
    if (verdict.kind === "impossible") {
      flash.show({
        id: FLASH,
        type: "warning",
        header: `${entry.name} was not opened`,
        content: `${verdict.reason} ${verdict.instead}`,
      });
      return;
    }
    open.mutate(entry.id, {
      onSuccess: () =>
        flash.show({
          id: FLASH,
          type: "success",
          header: `Switching to ${entry.name}`,
          content:
            "The console's switch-role page was opened in your browser. Press Switch Role there.",
        }),
      onError: (failure) => flash.show(failureFlash(FLASH, failure)),
    });
  };
  return { first, busy: open.isPending };
}
