import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useFlash } from "@/app";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
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
      {asking && (
        <ActionDialog
          title="Reset the sandbox?"
          action="Reset"
          onAction={confirm}
          onClose={() => setAsking(false)}
          busy={reset.isPending}
        >
          <SpaceBetween size="s">
            {reset.error && <FailureAlert failure={reset.error} />}
            <span>
              Everything you made in the sandbox goes away: agent spaces, roles, secondary sources
              and drafts. Real AWS is not touched.
            </span>
          </SpaceBetween>
        </ActionDialog>
      )}
    </>
  );
}
