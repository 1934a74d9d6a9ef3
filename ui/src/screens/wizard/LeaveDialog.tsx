import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { FailureAlert } from "@/components";
import type { Failure } from "@/ipc/Failure";

interface Props {
  visible: boolean;
  discarding: boolean;
  failure: Failure | null;
  onStay: () => void;
  onKeep: () => void;
  onDiscard: () => void;
}

/** Asks what becomes of the draft. */
export function LeaveDialog(props: Props) {
  return (
    <Modal
      visible={props.visible}
      header="Keep the draft?"
      onDismiss={props.onStay}
      closeAriaLabel="Continue editing"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={props.onStay}>
              Continue editing
            </Button>
            <Button onClick={props.onDiscard} loading={props.discarding}>
              Discard draft
            </Button>
            <Button variant="primary" onClick={props.onKeep}>
              Keep draft
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="s">
        {props.failure && <FailureAlert failure={props.failure} />}
        <span>
          A kept draft waits on the page of the agent space, with everything you entered and ticked
          off. Discarding it changes nothing in AWS.
        </span>
      </SpaceBetween>
    </Modal>
  );
}
