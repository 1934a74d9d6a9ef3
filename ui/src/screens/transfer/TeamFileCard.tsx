import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import { useFlash } from "@/app";
import { FailureAlert, TimeAgo } from "@/components";
import { readAgain, useAct } from "@/data";
import type { TeamFileStatus } from "@/ipc/TeamFileStatus";
import type { TeamState } from "@/ipc/TeamState";
import { TeamChange, TeamDifferenceView, TeamLeftOut, TeamPlace } from "./TeamDifferenceView";

interface Props {
  file: TeamFileStatus;
  checking: boolean;
  onCheck: () => void;
  onRemove: () => void;
}

const states: Record<TeamState["kind"], [StatusIndicatorProps.Type, string]> = {
  current: ["success", "Up to date"],
  changed: ["info", "Changed"],
  broken: ["error", "Can't be read"],
  missing: ["warning", "Not there"],
};

/** A team file: where it is, who changed it last, and what taking it anew would change. */
export function TeamFileCard({ file, checking, onCheck, onRemove }: Props) {
  const flash = useFlash();
  const update = useAct("update_team_file");
  const { state } = file;
  const [type, words] = states[state.kind];
  const take = (token: string) =>
    update.mutate(
      { id: file.id, token },
      {
        onSuccess: () => {
          void readAgain("list_team_files", "list_team_entries", "list_switch_entries");
          const header = `The changes of the team file ${file.name} were applied`;
          flash.show({ id: "team-file", type: "success", header });
        },
      },
    );
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${file.entries})`}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                iconName="refresh"
                ariaLabel={`Check ${file.name} now`}
                loading={checking}
                onClick={onCheck}
              />
              <Button ariaLabel={`Remove ${file.name}`} onClick={onRemove}>
                Remove
              </Button>
            </SpaceBetween>
          }
        >
          {file.name}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={3}
          items={[
            { label: "State", value: <StatusIndicator type={type}>{words}</StatusIndicator> },
            {
              label: "Last change",
              value: file.last_change ? <TeamChange change={file.last_change} /> : "-",
            },
            { label: "Last applied", value: <TimeAgo at={file.taken_at} /> },
          ]}
        />
        <TeamPlace title={file.title} path={file.path} />
        {state.kind === "broken" && (
          <Alert type="error" header="The file can't be read. The entries applied last stay.">
            {state.message}
          </Alert>
        )}
        {state.kind === "missing" && (
          <Alert type="warning" header="The file is not there. The entries applied last stay." />
        )}
        <TeamLeftOut lines={file.left_out} />
        {update.error && <FailureAlert failure={update.error} />}
        {state.kind === "changed" && (
          <SpaceBetween size="m">
            <TeamDifferenceView difference={state.difference} />
            <Button
              variant="primary"
              loading={update.isPending}
              ariaLabel={`Apply the changes of ${file.name}`}
              onClick={() => take(state.difference.token)}
            >
              Apply changes
            </Button>
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}
