import SpaceBetween from "@cloudscape-design/components/space-between";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { readAgain, useAct } from "@/data";
import type { SwitchSelection } from "@/ipc/SwitchSelection";
import { countOf } from "./words";

interface Props {
  of: SwitchSelection;
  count: number;
  /** Those known by name. */
  names: readonly string[];
  onClose: () => void;
  onRemoved: (said: string) => void;
}

const NAMED = 5;

/** Asks before entries go away. */
export function RemoveDialog({ of, count, names, onClose, onRemoved }: Props) {
  const act = useAct("change_switch_entries");
  const one = count === 1 ? names[0] : undefined;
  const confirm = () =>
    act.mutate(
      { of, change: { kind: "remove" } },
      {
        onSuccess: (removed) => {
          void readAgain("list_switch_entries");
          const were = removed === 1 ? "was" : "were";
          onRemoved(one ? `${one} was removed` : `${countOf(removed)} ${were} removed`);
        },
      },
    );
  return (
    <ActionDialog
      title={`Remove ${one ?? countOf(count)}?`}
      action={one ? "Remove" : `Remove ${countOf(count)}`}
      onAction={confirm}
      onClose={onClose}
      busy={act.isPending}
    >
      <SpaceBetween size="s">
        {act.error && <FailureAlert failure={act.error} />}
        {one === undefined && names.length > 0 && (
          <span>
            {names.slice(0, NAMED).join(", ")}
            {names.length > NAMED && ` and ${countOf(names.length - NAMED)} more`}
          </span>
        )}
        <span>
          {one === undefined
            ? "They go away from this list. The roles stay in their accounts."
            : "The entry goes away from this list. The role stays in the account."}
        </span>
      </SpaceBetween>
    </ActionDialog>
  );
}
