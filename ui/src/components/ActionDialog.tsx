import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal, { type ModalProps } from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

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

/** A dialog that asks for one thing: do it, or cancel. */
export function ActionDialog(props: ActionDialogProps) {
  const { title, action, onAction, onClose, busy, obstacle = null, size, children } = props;
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
            <Button variant="link" onClick={onClose}>
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
      {children}
    </Modal>
  );
}
