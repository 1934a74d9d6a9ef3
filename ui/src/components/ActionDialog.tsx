import Box from "@cloudscape-design/components/box";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import Modal, { type ModalProps } from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";

export interface ActionDialogProps {
  title: string;
  /** On the button that does it. */
  action: string;
  onAction: () => void;
  onClose: () => void;
  /** It is being done. */
  busy: boolean;
  /** Why it can't be done now; nothing if it can. */
  obstacle?: string | null;
  size?: ModalProps.Size;
  children: ReactNode;
}

/** A dialog that asks for one thing: do it, or cancel. The keyboard is in its first field, or on Cancel. */
export function ActionDialog(props: ActionDialogProps) {
  const { title, action, onAction, onClose, busy, obstacle = null, size, children } = props;
  const cancel = useRef<ButtonProps.Ref>(null);
  return (
    <Modal
      visible
      {...(size ? { size } : {})}
      header={title}
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button ref={cancel} variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              loading={busy}
              disabled={obstacle !== null}
              {...(obstacle ? { disabledReason: obstacle } : {})}
              onClick={onAction}
            >
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <Beginning cancel={cancel}>{children}</Beginning>
    </Modal>
  );
}

/** What one types or chooses in. A box to tick is a decision, and is not where one begins. */
const FIELDS =
  "input:not([type=checkbox], [type=hidden], :disabled), textarea:not(:disabled), [aria-haspopup=listbox]";

function Beginning({
  cancel,
  children,
}: {
  cancel: RefObject<ButtonProps.Ref | null>;
  children: ReactNode;
}) {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The modal takes the keyboard to its first control, the cross, once this was drawn.
    queueMicrotask(() => {
      const fields = [...(body.current?.querySelectorAll<HTMLInputElement>(FIELDS) ?? [])];
      const shown = fields.filter((field) => field.checkVisibility?.() ?? true);
      const first = shown.find((field) => field.type !== "radio" || field.checked);
      (first ?? cancel.current)?.focus();
    });
  }, [cancel]);
  return <div ref={body}>{children}</div>;
}
