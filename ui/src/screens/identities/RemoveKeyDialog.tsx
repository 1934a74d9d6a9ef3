import SpaceBetween from "@cloudscape-design/components/space-between";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useAct } from "@/data";

interface Props {
  accessKey: string;
  label: string;
  onClose: () => void;
  onRemoved: () => void;
}

/** Asks before a kept key goes away. */
export default function RemoveKeyDialog({ accessKey, label, onClose, onRemoved }: Props) {
  const remove = useAct("remove_key");
  return (
    <ActionDialog
      title={`Remove ${label}?`}
      action="Remove"
      onAction={() => remove.mutate(accessKey, { onSuccess: onRemoved })}
      onClose={onClose}
      busy={remove.isPending}
    >
      <SpaceBetween size="s">
        {remove.error && <FailureAlert failure={remove.error} />}
        <span>
          The secret of {accessKey} goes out of the keychain. The access key stays valid in AWS:
          deactivate it there if nobody needs it any more.
        </span>
      </SpaceBetween>
    </ActionDialog>
  );
}
