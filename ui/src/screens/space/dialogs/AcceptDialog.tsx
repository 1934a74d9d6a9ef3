import Alert from "@cloudscape-design/components/alert";
import Checkbox from "@cloudscape-design/components/checkbox";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { DocumentBlock, FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useAct, useRead } from "@/data";
import type { SourceDetail } from "@/ipc/SourceDetail";
import { sourceName } from "../words";

export interface AcceptDialogProps {
  detail: SourceDetail;
  onClose: () => void;
  onAccepted: () => void;
}

/** Has a person say that others are meant to assume the role. AWS is not changed. */
export default function AcceptDialog({ detail, onClose, onAccepted }: AcceptDialogProps) {
  const { source, found } = detail;
  const accept = useAct("accept_exposure");
  const connection = useRead("start", null).data?.connection;
  const [meant, setMeant] = useState(false);
  const who = connection?.caller?.arn ?? connection?.identity.label ?? "the identity in use";
  return (
    <ActionDialog
      size="large"
      title={`Accept that others can assume the role of ${sourceName(source)}?`}
      action="Accept"
      onAction={() =>
        accept.mutate({ source: source.id, accepted: true }, { onSuccess: onAccepted })
      }
      onClose={onClose}
      busy={accept.isPending}
      obstacle={meant ? null : "Tick the box to say that it is meant to be so."}
    >
      <SpaceBetween size="m">
        {accept.isError && <FailureAlert failure={accept.error} />}
        <Alert type="warning" header={source.status_reason}>
          Whoever gets in can do what the permissions policies of the role allow. Updating the role
          closes it; accepting leaves it open.
        </Alert>
        <ul>
          <li>AWS is not changed. The role stays as it is.</li>
          <li>The source is no longer shown as unsafe.</li>
          <li>It holds for this trust policy. Once the trust policy changes, it is asked again.</li>
          <li>
            The activity records that <code className="rb-principal">{who}</code> accepted it, and
            when. It can be taken back.
          </li>
        </ul>
        {found && <DocumentBlock title="Trust policy" text={found.trust} />}
        <Checkbox checked={meant} onChange={({ detail: on }) => setMeant(on.checked)}>
          Others are meant to assume this role
        </Checkbox>
      </SpaceBetween>
    </ActionDialog>
  );
}
