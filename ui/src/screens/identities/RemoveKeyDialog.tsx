import SpaceBetween from "@cloudscape-design/components/space-between";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useAct } from "@/data";

interface Props {
  /** The ID of the access key. */
  id: string;
  label: string;
  onClose: () => void;
  onRemoved: () => void;
}

/** Asks before a kept key goes away. */
export default function RemoveKeyDialog({ id, label, onClose, onRemoved }: Props) {
  const remove = useAct("remove_key");
  return (
    <ActionDialog
      title={`Remove ${label}?`}
      action="Remove"
      onAction={() => remove.mutate(id, { onSuccess: onRemoved })}
      onClose={onClose}
      busy={remove.isPending}
    >
      <SpaceBetween size="s">
        {remove.error && <FailureAlert failure={remove.error} />}
        <span>
          The secret of {id} goes out of the keychain. The access key stays valid in AWS: deactivate
          it there if nobody needs it any more.
        </span>
      </SpaceBetween>
    </ActionDialog>
  );
}
