import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useState } from "react";
import { useFlash } from "@/app";
import { CopyButton, FailureAlert, failureFlash } from "@/components";
import { useAct, useRead } from "@/data";
import { useDebounced, useStable } from "@/forms";
import type { EntryChoice } from "@/ipc/EntryChoice";
import type { ExportFormat } from "@/ipc/ExportFormat";
import type { ExportReason } from "@/ipc/ExportReason";
import { EntryChoiceField } from "./EntryChoiceField";

const FLASH = "export";
/** As many lines are shown; all are saved and copied. */
const LINES = 200;
const FEW = 5;

const formats: ReadonlyArray<{ value: ExportFormat; label: string; description: string }> = [
  { value: "team", label: "Team file", description: "TOML, to be reviewed and shared" },
  { value: "aws-config", label: "AWS config profiles", description: "AWS tools assume them" },
  { value: "aesr", label: "AWS Extend Switch Roles", description: "The browser extension" },
  { value: "csv", label: "CSV", description: "A table" },
];

/** Entries as a file of another tool, seen before it is saved. */
export function ExportTab() {
  const flash = useFlash();
  const [format, setFormat] = useState(formats[0]!);
  const [which, setWhich] = useState<EntryChoice>({ kind: "all" });
  const request = useDebounced(useStable({ format: format.value, which }), 200);
  const preview = useRead("preview_export", request, { keepPrevious: true });
  const save = useAct("export_entries");
  useEffect(() => () => flash.drop(FLASH), [flash]);
  const start = () =>
    save.mutate(request, {
      onSuccess: (saved) => {
        if (saved === null) return;
        const header = `${entries(saved.entries)} saved`;
        flash.show({ id: FLASH, type: "success", header, content: saved.path });
      },
      onError: (failure) => flash.show(failureFlash(FLASH, failure)),
    });
  const data = preview.data;
  const lines = data?.text.split("\n") ?? [];
  const nothing = data?.entries === 0;
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">What to export</Header>}>
        <SpaceBetween size="m">
          <FormField label="Format">
            <Select
              selectedOption={format}
              options={formats}
              onChange={({ detail }) =>
                setFormat(
                  formats.find((f) => f.value === detail.selectedOption.value) ?? formats[0]!,
                )
              }
            />
          </FormField>
          <EntryChoiceField value={which} groups={data?.groups ?? []} onChange={setWhich} />
        </SpaceBetween>
      </Container>
      {preview.error && (
        <FailureAlert failure={preview.error} onRetry={() => void preview.refetch()} />
      )}
      {data && data.losses.length + data.notes.length > 0 && (
        <Alert type="warning" header="What the file does not say">
          <ul className="rb-transfer-lines">
            {data.losses.map((loss) => (
              <li key={loss.reason}>
                {loss.reason} ({listed(loss)})
              </li>
            ))}
            {data.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Alert>
      )}
      {data && (
        <Container
          header={
            <Header
              variant="h2"
              counter={`(${entries(data.entries)})`}
              description={data.name}
              actions={
                <SpaceBetween direction="horizontal" size="xs">
                  {!nothing && <CopyButton text={data.text} what="the file" />}
                  <Button
                    variant="primary"
                    iconName="download"
                    loading={save.isPending}
                    disabled={nothing}
                    disabledReason="No entry is chosen."
                    onClick={start}
                  >
                    Save file
                  </Button>
                </SpaceBetween>
              }
            >
              Preview
            </Header>
          }
        >
          {/* What scrolls has to be within reach of the keyboard. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <div className="rb-code" role="group" aria-label="Text of the file" tabIndex={0}>
            <pre className="rb-plain">{lines.slice(0, LINES).join("\n")}</pre>
          </div>
          {lines.length > LINES && (
            <Box color="text-body-secondary">
              {lines.length - LINES} more lines are saved and copied, and not shown here.
            </Box>
          )}
        </Container>
      )}
    </SpaceBetween>
  );
}

function entries(n: number): string {
  return `${n} ${n === 1 ? "entry" : "entries"}`;
}

function listed({ entries: all }: ExportReason): string {
  const more = all.length - FEW;
  return all.slice(0, FEW).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
