import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useFlash } from "@/app";
import { FailureAlert } from "@/components";
import { takeAppState, useAct } from "@/data";

/** Puts the sandbox back to how it came, after asking. */
export function ResetSandbox() {
  const [asking, setAsking] = useState(false);
  const reset = useAct("reset_sandbox");
  const flash = useFlash();
  const confirm = () =>
    reset.mutate(null, {
      onSuccess: (state) => {
        takeAppState(state);
        setAsking(false);
        flash.show({ id: "sandbox", type: "success", header: "The sandbox was reset" });
      },
    });
  return (
    <>
      <Button onClick={() => setAsking(true)}>Reset sandbox</Button>
      <Modal
        visible={asking}
        header="Reset the sandbox?"
        onDismiss={() => setAsking(false)}
        footer={
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button variant="primary" loading={reset.isPending} onClick={confirm}>
                Reset
              </Button>
            </SpaceBetween>
          </Box>
        }
      >
        <SpaceBetween size="s">
          {reset.error && <FailureAlert failure={reset.error} />}
          <span>
            Everything you made in the sandbox goes away: agent spaces, roles, secondary sources and
            drafts. Real AWS is not touched.
          </span>
        </SpaceBetween>
      </Modal>
    </>
  );
}
