import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { useEffect, useRef, useState } from "react";
import { useFlash } from "@/app";
import { FailureAlert, failureFlash } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useAct, useRead } from "@/data";
import { useDebounced, useStable } from "@/forms";
import type { EntryChoice } from "@/ipc/EntryChoice";
import type { PublishAnswer } from "@/ipc/PublishAnswer";
import type { PublishLayout } from "@/ipc/PublishLayout";
import type { PublishPreview } from "@/ipc/PublishPreview";
import type { PublishRequest } from "@/ipc/PublishRequest";
import { EntryChoiceField } from "./EntryChoiceField";
import { PublishDiff } from "./PublishDiff";

const FLASH = "publish";

/** Entries as profiles of `~/.aws/config`: the difference first, then the deed. */
export function PublishTab() {
  const flash = useFlash();
  const [layout, setLayout] = useState<PublishLayout>("block");
  const [which, setWhich] = useState<EntryChoice>({ kind: "all" });
  const settled = useDebounced(useStable(which), 200);
  const groups = useRead("preview_export", { format: "csv" }).data?.groups ?? [];
  const [asked, setAsked] = useState<{ request: PublishRequest; back: boolean } | null>(null);
  const [confirming, setConfirming] = useState(false);
  const preview = useAct("preview_publish");
  const publish = useAct("publish");
  useEffect(() => () => flash.drop(FLASH), [flash]);

  const look = (back: boolean) => {
    const request: PublishRequest = { layout, entries: back ? [] : null, which: settled };
    setAsked({ request, back });
    publish.reset();
    preview.mutate(request);
  };
  const reset = () => {
    preview.reset();
    publish.reset();
    setAsked(null);
  };
  const again = useRef<ButtonProps.Ref>(null);
  const done = (answer: PublishAnswer) => {
    setConfirming(false);
    reset();
    // What was confirmed goes away, and the button that asked for it with it.
    again.current?.focus();
    flash.show({
      id: FLASH,
      type: "success",
      header:
        answer.profiles === 0
          ? `All profiles were removed from ${answer.path}`
          : `${profiles(answer.profiles)} published in ${answer.path}`,
      content: answer.backup ? `The file as it was before is ${answer.backup}` : undefined,
    });
  };
  const confirm = () => {
    if (!asked || !preview.data) return;
    publish.mutate(
      { request: asked.request, token: preview.data.token },
      {
        onSuccess: done,
        onError: (failure) => {
          setConfirming(false);
          flash.show(failureFlash(FLASH, failure));
        },
      },
    );
  };
  const data = preview.data;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description="Each entry becomes a profile that asks Rolebridge for credentials, for the AWS CLI and every SDK. Nothing outside Rolebridge's marks is touched."
          >
            What to publish
          </Header>
        }
      >
        <SpaceBetween size="m">
          <Tiles
            ariaLabel="Layout"
            value={layout}
            items={[
              {
                value: "block",
                label: "One marked block",
                description: "All profiles together at the end of the file.",
              },
              {
                value: "profiles",
                label: "Separate profiles",
                description: "Each in marks of its own, to be moved about in the file.",
              },
            ]}
            onChange={({ detail }) => {
              setLayout(detail.value as PublishLayout);
              reset();
            }}
          />
          <EntryChoiceField
            value={which}
            groups={groups}
            onChange={(value) => {
              setWhich(value);
              reset();
            }}
          />
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              ref={again}
              variant={data ? "normal" : "primary"}
              loading={preview.isPending && !asked?.back}
              disabled={which !== settled}
              onClick={() => look(false)}
            >
              Preview changes
            </Button>
            <Button loading={preview.isPending && asked?.back === true} onClick={() => look(true)}>
              Preview removing all
            </Button>
          </SpaceBetween>
        </SpaceBetween>
      </Container>
      {preview.error && <FailureAlert failure={preview.error} />}
      {data && asked && (
        <Changes preview={data} back={asked.back} onConfirm={() => setConfirming(true)} />
      )}
      {confirming && data && asked && (
        <ActionDialog
          title={
            asked.back
              ? "Remove all published profiles?"
              : `Publish ${profiles(data.profiles.length)}?`
          }
          action={asked.back ? "Remove" : "Publish"}
          busy={publish.isPending}
          onAction={confirm}
          onClose={() => setConfirming(false)}
        >
          {data.exists
            ? `${data.path} is replaced in one step. The file as it is now is kept beside it.`
            : `${data.path} is created.`}
        </ActionDialog>
      )}
    </SpaceBetween>
  );
}

interface ChangesProps {
  preview: PublishPreview;
  back: boolean;
  onConfirm: () => void;
}

function Changes({ preview, back, onConfirm }: ChangesProps) {
  const same = preview.lines.length === 0;
  const remarks = [
    ...preview.notes,
    ...some(
      preview.left_out.map((l) => `${l.entry} is left out. ${l.reason}`),
      (more) => `${more} more are left out.`,
    ),
    ...some(
      preview.renamed.map((r) => `${r.entry} becomes the profile ${r.profile}.`),
      (more) => `${more} more have a profile of another name.`,
    ),
  ];
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${profiles(preview.profiles.length)})`}
          description={preview.exists ? preview.path : `${preview.path} will be created`}
          actions={
            <Button
              variant="primary"
              disabled={same}
              disabledReason="Nothing changes."
              onClick={onConfirm}
            >
              {back ? "Remove" : "Publish"}
            </Button>
          }
        >
          What changes
        </Header>
      }
    >
      <SpaceBetween size="m">
        {remarks.length > 0 && (
          <Alert type="info">
            <ul className="rb-transfer-lines">
              {remarks.map((remark) => (
                <li key={remark}>{remark}</li>
              ))}
            </ul>
          </Alert>
        )}
        {same ? (
          <Box color="text-body-secondary">Nothing changes: the file is as it would be.</Box>
        ) : (
          <PublishDiff lines={preview.lines} />
        )}
      </SpaceBetween>
    </Container>
  );
}

/** As many of a kind are named. */
const NAMED = 10;

function some(all: readonly string[], rest: (more: number) => string): string[] {
  const more = all.length - NAMED;
  return [...all.slice(0, NAMED), ...(more > 0 ? [rest(more)] : [])];
}

function profiles(n: number): string {
  return `${n} ${n === 1 ? "profile" : "profiles"}`;
}
