import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { routes } from "@/app";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useAct } from "@/data";
import type { SpaceSummary } from "@/ipc/SpaceSummary";

export interface DeleteSpaceDialogProps {
  summary: SpaceSummary;
  onClose: () => void;
}

/** Asks for the name of an agent space, then shows what deleting it takes. */
export default function DeleteSpaceDialog({ summary, onClose }: DeleteSpaceDialogProps) {
  const { space, sources } = summary;
  const navigate = useNavigate();
  const propose = useAct("plan_delete_space");
  const [disconnect, setDisconnect] = useState(false);
  const [typed, setTyped] = useState("");
  const failure = propose.error;
  const wrong =
    failure?.code === "invalidInput"
      ? failure.fields.find((f) => f.field === "typed_name")?.message
      : undefined;
  const next = () =>
    propose.mutate(
      { space: space.space, disconnect_sources: disconnect, typed_name: typed },
      { onSuccess: (plan) => void navigate(routes.plan(plan.id)) },
    );
  return (
    <ActionDialog
      title={`Delete agent space ${space.name}?`}
      action="Next"
      onAction={next}
      onClose={onClose}
      busy={propose.isPending}
      obstacle={typed === "" ? "Type the name of the agent space." : null}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (typed !== "" && !propose.isPending) next();
        }}
      >
        <SpaceBetween size="m">
          {failure && wrong === undefined && <FailureAlert failure={failure} />}
          <Alert type="warning">
            Its investigations, chats and recommendations can&rsquo;t be brought back. The IAM roles
            it uses stay in their accounts.
          </Alert>
          {sources > 0 && (
            <Checkbox
              checked={disconnect}
              onChange={({ detail }) => setDisconnect(detail.checked)}
              description="An agent space is not deleted while secondary sources are connected."
            >
              {sources === 1
                ? "Also disconnect its secondary source"
                : `Also disconnect its ${sources} secondary sources`}
            </Checkbox>
          )}
          <FormField
            label="Agent space name"
            description={
              <>
                To confirm, type <strong>{space.name}</strong>
              </>
            }
            errorText={wrong}
          >
            <Input
              value={typed}
              placeholder={space.name}
              spellcheck={false}
              autoComplete={false}
              onChange={({ detail }) => setTyped(detail.value)}
            />
          </FormField>
          <Box color="text-body-secondary">Next shows each call before anything is changed.</Box>
        </SpaceBetween>
        {/* Enter in the field goes on; the visible button stands outside the form. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </ActionDialog>
  );
}
