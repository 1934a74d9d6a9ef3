import SpaceBetween from "@cloudscape-design/components/space-between";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { readAgain, useAct } from "@/data";
import type { SwitchEntry } from "@/ipc/SwitchEntry";

interface Props {
  entry: SwitchEntry;
  onClose: () => void;
  onRemoved: () => void;
}

/** Asks before an entry goes away. */
export function RemoveDialog({ entry, onClose, onRemoved }: Props) {
  const remove = useAct("change_switch_entries");
  const confirm = () =>
    remove.mutate(
      { of: { kind: "some", ids: [entry.id] }, change: { kind: "remove" } },
      {
        onSuccess: () => {
          void readAgain("list_switch_entries");
          onRemoved();
        },
      },
    );
  return (
    <ActionDialog
      title={`Remove ${entry.name}?`}
      action="Remove"
      onAction={confirm}
      onClose={onClose}
      busy={remove.isPending}
    >
      <SpaceBetween size="s">
        {remove.error && <FailureAlert failure={remove.error} />}
        <span>The entry goes away from this list. The role stays in the account.</span>
      </SpaceBetween>
    </ActionDialog>
  );
}
