import Alert, { type AlertProps } from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { CheckList, FailureAlert, sourceStatusLabel } from "@/components";
import { useAct, useJob } from "@/data";
import type { JobId } from "@/ipc/JobId";
import type { SourceDetail } from "@/ipc/SourceDetail";
import type { SourceStatus } from "@/ipc/SourceStatus";

interface Props {
  detail: SourceDetail;
  spaceName: string;
  onSpace: () => void;
  onAnother: () => void;
}

/** Where the new source stands, and what to do next. */
export function Outcome({ detail, spaceName, onSpace, onAnother }: Props) {
  const { source, verification } = detail;
  const verify = useAct("verify_sources");
  const [job, setJob] = useState<JobId | null>(null);
  const progress = useJob(job);
  const verifying =
    verify.isPending || (job !== null && (!progress || progress.state === "running"));
  const again = () =>
    verify.mutate({ kind: "these", ids: [source.id] }, { onSuccess: (id) => setJob(id) });

  return (
    <SpaceBetween size="l">
      <div role="status">
        <Alert type={types[source.status]} header={sourceStatusLabel(source.status)}>
          {sentences[source.status](source.account, spaceName)}{" "}
          {saidAll.includes(source.status) ? null : source.status_reason}
        </Alert>
      </div>
      {verify.error && <FailureAlert failure={verify.error} />}
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <Button onClick={again} loading={verifying} iconName="refresh">
                Verify again
              </Button>
            }
          >
            What was checked
          </Header>
        }
      >
        <SpaceBetween size="m">
          {verifying && progress && (
            <ProgressBar
              value={progress.total === 0 ? 0 : (100 * progress.done) / progress.total}
              label={progress.title}
              additionalInfo={progress.now}
            />
          )}
          {verification ? <CheckList checks={verification.checks} /> : "Not verified yet."}
        </SpaceBetween>
      </Container>
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={onAnother}>Add another account</Button>
        <Button variant="primary" onClick={onSpace}>
          Go to the agent space
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}

const types: Record<SourceStatus, AlertProps.Type> = {
  active: "success",
  drifted: "warning",
  validating: "info",
  propagating: "info",
  pendingConfirmation: "warning",
  unsafe: "error",
  failed: "error",
  disconnected: "error",
  unknown: "info",
};

/** Where the sentence says it all. */
const saidAll: SourceStatus[] = ["active", "validating", "propagating"];

const sentences: Record<SourceStatus, (account: string, space: string) => string> = {
  active: (account, space) => `Account ${account} is connected to ${space}.`,
  drifted: (account, space) =>
    `Account ${account} is connected to ${space}, but its role differs from the template.`,
  validating: (account) => `AWS has not finished validating account ${account}. Verify again soon.`,
  propagating: () =>
    "AWS can take up to two minutes after a change of a role. Nothing is wrong yet. Verify again soon.",
  pendingConfirmation: (account) =>
    `Account ${account} is connected. AWS waits for a person to confirm it.`,
  unsafe: (account, space) =>
    `Account ${account} is connected to ${space}, but others can assume its role too.`,
  failed: (account, space) => `Account ${account} is connected to ${space}, but does not work.`,
  disconnected: (account, space) => `Account ${account} is not connected to ${space}.`,
  unknown: (account) => `Account ${account} is connected and was not verified yet.`,
};
