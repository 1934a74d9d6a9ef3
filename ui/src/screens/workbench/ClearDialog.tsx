import SpaceBetween from "@cloudscape-design/components/space-between";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { queryClient, readKey, useAct } from "@/data";
import type { WorkbenchState } from "./useWorkbench";

interface Props {
  state: WorkbenchState;
  onDismiss: () => void;
  onCleared: () => void;
}

/** Asks before everything on the workbench goes away. */
export function ClearDialog({ state, onDismiss, onCleared }: Props) {
  const clear = useAct("clear_workbench");
  const confirm = () =>
    // A save that is under way must not come after it.
    void state.close().then(() =>
      clear.mutate(null, {
        onSuccess: (empty) => {
          queryClient.setQueryData(readKey("get_workbench", null), empty);
          onCleared();
        },
        onError: state.reopen,
      }),
    );
  return (
    <ActionDialog
      title="Clear the workbench?"
      action="Clear"
      onAction={confirm}
      onClose={onDismiss}
      busy={clear.isPending}
    >
      <SpaceBetween size="s">
        {clear.error && <FailureAlert failure={clear.error} />}
        <span>
          All documents and the request go away. This cannot be undone; export what you want to
          keep.
        </span>
      </SpaceBetween>
    </ActionDialog>
  );
}
