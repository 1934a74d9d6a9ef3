import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useEffect, useEffectEvent, useState } from "react";
import { useSearchParams } from "react-router";
import { Arrival, FailureAlert } from "@/components";
import { useAct, useRead } from "@/data";
import type { Failure } from "@/ipc/Failure";
import type { ImportRequest } from "@/ipc/ImportRequest";
import { ImportPreviewView } from "./ImportPreviewView";
import { PathField } from "./PathField";

type From = "file" | "paste";
const AUTO = { value: "auto", label: "Detect automatically" };

/** What is wrong at a field, if the failure is about it. */
function at(failure: Failure | null, field: string): string | undefined {
  if (failure?.code !== "invalidInput") return undefined;
  return failure.fields.find((f) => f.field === field)?.message;
}

/** From a file to entries: choose it, look at what becomes of it, take it. */
export function ImportTab() {
  const [search] = useSearchParams();
  const dropped = search.get("file");
  const [from, setFrom] = useState<From>("file");
  const [path, setPath] = useState(dropped ?? "");
  const [text, setText] = useState("");
  const [dialect, setDialect] = useState("auto");
  const dialects = useRead("list_dialects", null).data ?? [];
  const preview = useAct("preview_import");
  // What was shown, so that what is taken is what was seen.
  const [shown, setShown] = useState<ImportRequest | null>(null);

  const look = (change: Partial<ImportRequest> & { from?: From } = {}) => {
    const pasted = (change.from ?? from) === "paste";
    const request: ImportRequest = {
      path: pasted ? "" : (change.path ?? path),
      dialect: change.dialect ?? dialect,
      ...(pasted ? { text } : {}),
    };
    setShown(request);
    preview.mutate(request);
  };
  const lookAtDropped = useEffectEvent((file: string) => {
    setFrom("file");
    setPath(file);
    setDialect("auto");
    look({ path: file, dialect: "auto", from: "file" });
  });
  useEffect(() => {
    if (dropped) lookAtDropped(dropped);
  }, [dropped]);

  const reset = () => {
    preview.reset();
    setShown(null);
  };
  const failure = preview.error;
  const [atPath, atText, atDialect] = [
    at(failure, "path"),
    at(failure, "text"),
    at(failure, "dialect"),
  ];
  const chosen = dialects.find((d) => d.dialect === dialect);

  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description="Files of the AWS CLI, AWS Extend Switch Roles, aws-role-switch, granted, aws-vault, aws-sso-cli, Prowler, Peacock, CSV and team files. Access keys and commands in them are never read."
          >
            What to import
          </Header>
        }
      >
        <SpaceBetween size="m">
          <SegmentedControl
            label="Where it is"
            selectedId={from}
            options={[
              { id: "file", text: "A file" },
              { id: "paste", text: "Pasted text" },
            ]}
            onChange={({ detail }) => {
              setFrom(detail.selectedId as From);
              reset();
            }}
          />
          {from === "file" ? (
            <PathField
              label="File"
              description="You can also drop a file on the window."
              what="file"
              value={path}
              onChange={(value) => {
                setPath(value);
                reset();
              }}
              onDone={(value) => look({ path: value })}
              error={atPath}
            />
          ) : (
            <FormField label="Text" errorText={atText} stretch>
              <Textarea
                value={text}
                rows={8}
                spellcheck={false}
                onChange={({ detail }) => {
                  setText(detail.value);
                  reset();
                }}
              />
            </FormField>
          )}
          <FormField label="File format" errorText={atDialect}>
            <Select
              selectedOption={chosen ? { value: chosen.dialect, label: chosen.title } : AUTO}
              options={[AUTO, ...dialects.map((d) => ({ value: d.dialect, label: d.title }))]}
              onChange={({ detail }) => {
                setDialect(detail.selectedOption.value ?? "auto");
                reset();
              }}
            />
          </FormField>
          <Button
            variant={preview.data ? "normal" : "primary"}
            loading={preview.isPending}
            loadingText="Reading"
            onClick={() => look()}
          >
            Preview
          </Button>
        </SpaceBetween>
      </Container>
      {failure && !atPath && !atText && !atDialect && (
        <Arrival at={String(preview.submittedAt)} label={failure.message}>
          <FailureAlert failure={failure} />
        </Arrival>
      )}
      {preview.data && shown && (
        <ImportPreviewView
          key={preview.data.token}
          request={shown}
          preview={preview.data}
          onReadAs={(other) => {
            setDialect(other);
            look({ dialect: other });
          }}
          onStarted={reset}
        />
      )}
      {!preview.data && !failure && (
        <Box color="text-body-secondary">
          An import can be repeated: it finds its entries again, and keeps what you changed
          yourself.
        </Box>
      )}
    </SpaceBetween>
  );
}
