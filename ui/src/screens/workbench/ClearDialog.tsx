import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { FailureAlert } from "@/components";
import { queryClient, readKey, useAct } from "@/data";
import type { WorkbenchState } from "./useWorkbench";

interface Props {
  state: WorkbenchState;
  visible: boolean;
  onDismiss: () => void;
  onCleared: () => void;
}

/** Asks before everything on the workbench goes away. */
export function ClearDialog({ state, visible, onDismiss, onCleared }: Props) {
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
    <Modal
      visible={visible}
      header="Clear the workbench?"
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onDismiss}>
              Cancel
            </Button>
            <Button variant="primary" loading={clear.isPending} onClick={confirm}>
              Clear
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="s">
        {clear.error && <FailureAlert failure={clear.error} />}
        <span>
          All documents and the request go away. This cannot be undone; export what you want to
          keep.
        </span>
      </SpaceBetween>
    </Modal>
  );
}
