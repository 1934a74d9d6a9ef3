import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate } from "react-router";
import { routes } from "@/app";
import { FailureAlert, TimeAgo } from "@/components";
import { readAgain, useAct } from "@/data";
import type { Draft } from "@/ipc/Draft";
import type { SpaceRef } from "@/ipc/SpaceRef";

/** Secondary sources whose wizard was begun and left. */
export function Drafts({ space, drafts }: { space: SpaceRef; drafts: readonly Draft[] }) {
  const navigate = useNavigate();
  const discard = useAct("discard_draft");
  if (drafts.length === 0) return null;
  return (
    <SpaceBetween size="xs">
      {discard.isError && <FailureAlert failure={discard.error} />}
      {drafts.map((draft) => (
        <Alert
          key={draft.id}
          type="info"
          header={draftTitle(draft)}
          action={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                ariaLabel={`Discard ${draftTitle(draft)}`}
                loading={discard.isPending && discard.variables === draft.id}
                onClick={() =>
                  discard.mutate(draft.id, { onSuccess: () => void readAgain("list_drafts") })
                }
              >
                Discard
              </Button>
              <Button
                ariaLabel={`Continue ${draftTitle(draft)}`}
                onClick={() => void navigate(routes.addSource(space, draft.id))}
              >
                Continue
              </Button>
            </SpaceBetween>
          }
        >
          Changed <TimeAgo at={draft.updated_at} />. Nothing was connected yet.
        </Alert>
      ))}
    </SpaceBetween>
  );
}

function draftTitle({ form }: Draft): string {
  const account = form.account || "no account yet";
  return `Secondary source in progress: ${form.label ? `${form.label} (${account})` : account}`;
}
