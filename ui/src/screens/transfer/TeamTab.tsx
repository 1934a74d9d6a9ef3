import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useFlash } from "@/app";
import { EmptyState, FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { readAgain, useAct, useRead } from "@/data";
import type { TeamFileStatus } from "@/ipc/TeamFileStatus";
import { PathField } from "./PathField";
import { TeamChange, TeamDifferenceView, TeamLeftOut, TeamPlace } from "./TeamDifferenceView";
import { TeamFileCard } from "./TeamFileCard";

const FLASH = "team-file";

/** Files a team reviews, as live sources of entries. */
export function TeamTab() {
  const list = useRead("list_team_files", null);
  const [removing, setRemoving] = useState<TeamFileStatus | null>(null);
  const files = list.data ?? [];
  return (
    <SpaceBetween size="l">
      <AddTeamFile />
      {list.isError && <FailureAlert failure={list.error} onRetry={() => void list.refetch()} />}
      {files.map((file) => (
        <TeamFileCard
          key={file.id}
          file={file}
          checking={list.isFetching}
          onCheck={() => void list.refetch()}
          onRemove={() => setRemoving(file)}
        />
      ))}
      {list.data?.length === 0 && (
        <EmptyState title="No team files">
          A team file holds entries your team reviews, in a git checkout or a shared folder. They
          appear in Switch roles, and are only read.
        </EmptyState>
      )}
      {removing && <RemoveTeamFile file={removing} onClose={() => setRemoving(null)} />}
    </SpaceBetween>
  );
}

function AddTeamFile() {
  const flash = useFlash();
  const [path, setPath] = useState("");
  const preview = useAct("preview_team_file");
  const add = useAct("add_team_file");
  const look = (at: string) => preview.mutate({ path: at });
  const failure = preview.error;
  const atPath =
    failure?.code === "invalidInput"
      ? failure.fields.find((f) => f.field === "path")?.message
      : undefined;
  const close = () => {
    preview.reset();
    add.reset();
  };
  const confirm = () => {
    if (!preview.data) return;
    const { name, path: found, difference } = preview.data;
    add.mutate(
      { path: found, token: difference.token },
      {
        onSuccess: () => {
          void readAgain("list_team_files", "list_team_entries", "list_switch_entries");
          flash.show({ id: FLASH, type: "success", header: `The team file ${name} was added` });
          setPath("");
          close();
        },
      },
    );
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="TOML or JSON, read and never written. Nothing in it can run a command or hold a secret: a file that tries is refused with the line."
        >
          Add a team file
        </Header>
      }
    >
      <SpaceBetween size="m">
        <PathField
          label="File or folder"
          description="In a folder, the one team file is found."
          what="file"
          value={path}
          onChange={(value) => {
            setPath(value);
            preview.reset();
          }}
          onDone={look}
          error={atPath}
        />
        <Button loading={preview.isPending} onClick={() => look(path)}>
          Preview
        </Button>
        {failure && !atPath && <FailureAlert failure={failure} />}
      </SpaceBetween>
      {preview.data && (
        <ActionDialog
          title={`Add the team file ${preview.data.name}?`}
          action="Add"
          size="large"
          busy={add.isPending}
          onAction={confirm}
          onClose={close}
        >
          <SpaceBetween size="m">
            {add.error && <FailureAlert failure={add.error} />}
            <Box>
              <TeamPlace title={preview.data.title} path={preview.data.path} />
              <TeamChange change={preview.data.last_change} />
            </Box>
            <TeamDifferenceView difference={preview.data.difference} />
            <TeamLeftOut lines={preview.data.left_out} />
          </SpaceBetween>
        </ActionDialog>
      )}
    </Container>
  );
}

function RemoveTeamFile({ file, onClose }: { file: TeamFileStatus; onClose: () => void }) {
  const flash = useFlash();
  const remove = useAct("remove_team_file");
  const confirm = () =>
    remove.mutate(file.id, {
      onSuccess: () => {
        void readAgain("list_team_files", "list_team_entries", "list_switch_entries");
        flash.show({
          id: FLASH,
          type: "success",
          header: `The team file ${file.name} was removed`,
        });
        onClose();
      },
    });
  return (
    <ActionDialog
      title={`Remove the team file ${file.name}?`}
      action="Remove"
      busy={remove.isPending}
      onAction={confirm}
      onClose={onClose}
    >
      <SpaceBetween size="s">
        {remove.error && <FailureAlert failure={remove.error} />}
        <span>
          Its {file.entries} {file.entries === 1 ? "entry goes" : "entries go"} away from Switch
          roles. The file itself stays.
        </span>
      </SpaceBetween>
    </ActionDialog>
  );
}
