import Button from "@cloudscape-design/components/button";
import { failureFlash } from "@/components";
import { useFlash } from "@/app";
import { readAgain, useAct, useAppState } from "@/data";

/** Entries of the sandbox to begin with, for whoever has none there. */
export function Samples() {
  const flash = useFlash();
  const sandbox = useAppState().data?.connection?.sandbox ?? false;
  const add = useAct("add_sample_entries");
  if (!sandbox) return null;
  const begin = () =>
    add.mutate(null, {
      onError: (failure) => flash.show(failureFlash("switch", failure)),
      onSettled: () => void readAgain("list_switch_entries"),
    });
  return (
    <Button loading={add.isPending} onClick={begin}>
      Add sample entries
    </Button>
  );
}
