import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { FailureAlert } from "@/components";
import { readAgain, useAct } from "@/data";
import type { SwitchEntry } from "@/ipc/SwitchEntry";

interface Props {
  entry: SwitchEntry;
  onClose: () => void;
  onRemoved: () => void;
}

/** Asks before an entry goes away. */
export function RemoveDialog({ entry, onClose, onRemoved }: Props) {
  const remove = useAct("remove_switch_entry");
  return (
    <Modal
      visible
      header={`Remove ${entry.name}?`}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              loading={remove.isPending}
              onClick={() =>
                remove.mutate(entry.id, {
                  onSuccess: () => {
                    void readAgain("list_switch_entries");
                    onRemoved();
                  },
                })
              }
            >
              Remove
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="s">
        {remove.error && <FailureAlert failure={remove.error} />}
        <span>The entry goes away from this list. The role stays in the account.</span>
      </SpaceBetween>
    </Modal>
  );
}
