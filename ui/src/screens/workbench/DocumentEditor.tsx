import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useId, useMemo, useRef } from "react";
import { useFlash } from "@/app";
import { CopyButton, failureFlash } from "@/components";
import { useAct, useRead } from "@/data";
import { useDebounced, useStable } from "@/forms";
import type { DocumentKind } from "@/ipc/DocumentKind";
import type { DocumentReport } from "@/ipc/DocumentReport";
import type { KindChoice } from "@/ipc/KindChoice";
import type { WorkbenchDocument } from "@/ipc/WorkbenchDocument";
import type { WorkbenchReason } from "@/ipc/WorkbenchReason";
import { CodeField, type CodeFieldRef, type Mark } from "./CodeField";
import type { Shown } from "./Documents";
import { FindingList } from "./FindingList";
import type { WorkbenchState } from "./useWorkbench";

interface Props {
  state: WorkbenchState;
  document: WorkbenchDocument;
  kinds: readonly KindChoice[];
  shown: Shown | null;
  reasons: readonly WorkbenchReason[];
}

const TYPING_MS = 150;
const LEVELS = ["Root", "Level 1", "Level 2", "Level 3", "Level 4", "Level 5", "Account"];
const number = new Intl.NumberFormat("en");

/** One document: what it is, its text, and what the checks find in it. */
export function DocumentEditor({ state, document, kinds, shown, reasons }: Props) {
  const { id, name, kind, level, text } = document;
  const code = useRef<CodeFieldRef>(null);
  const fieldId = useId();
  const findingsId = useId();
  const request = useStable({ id: "", name: "", kind, level: 0, text });
  const settled = useDebounced(request, TYPING_MS);
  const read = useRead("check_document", settled, { keepPrevious: true });
  const report = read.data;
  // Places of another text would be wrong ones.
  const current = !read.isPlaceholderData && settled.text === text;
  const flash = useFlash();
  const exporting = useAct("export_document");
  const choice = kinds.find((k) => k.kind === kind);

  const marks = useMemo<Mark[]>(() => {
    const found = current && report && text !== "" ? report.findings : [];
    return [
      ...reasons.flatMap((r) => (r.range ? [{ range: r.range, tone: "decided" as const }] : [])),
      ...found.flatMap((f) => (f.range ? [{ range: f.range, tone: f.severity }] : [])),
    ];
  }, [current, report, reasons, text]);

  useEffect(() => {
    if (shown?.range) code.current?.show(shown.range);
  }, [shown]);

  const change = (part: Partial<WorkbenchDocument>) => state.changeDocument(id, part);
  const first = report?.findings[0];
  const broken = text !== "" && report && !report.readable && first;
  return (
    <SpaceBetween size="m">
      <div className="rb-bench-fields">
        <FormField label="Name" stretch>
          <Input
            value={name}
            onChange={({ detail }) => change({ name: detail.value })}
            autoComplete={false}
            spellcheck={false}
          />
        </FormField>
        <FormField label="Used as" stretch>
          <Select
            selectedOption={{ value: kind, label: choice?.title ?? kind }}
            options={kinds.map((k) => ({ value: k.kind, label: k.title }))}
            onChange={({ detail }) => change({ kind: detail.selectedOption.value as DocumentKind })}
          />
        </FormField>
        {choice?.has_level && (
          <FormField label="Attached at" stretch>
            <Select
              selectedOption={{ value: String(level), label: LEVELS[level] ?? `Level ${level}` }}
              options={LEVELS.map((label, i) => ({ value: String(i), label }))}
              onChange={({ detail }) => change({ level: Number(detail.selectedOption.value) })}
            />
          </FormField>
        )}
      </div>
      <FormField
        label="Policy"
        controlId={fieldId}
        stretch
        errorText={
          broken
            ? first.range
              ? `${place(first.range)}: ${first.message}`
              : first.message
            : undefined
        }
        constraintText={<Size report={report} />}
      >
        <CodeField
          id={fieldId}
          ref={code}
          value={text}
          onChange={(value) => change({ text: value })}
          marks={marks}
          label={`Policy ${name}`}
          invalid={Boolean(broken)}
          describedBy={`${fieldId}-error ${findingsId}`}
        />
      </FormField>
      <div className="rb-bench-bar">
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            disabled={!report?.pretty || report.pretty === text}
            onClick={() => {
              const pretty = report?.pretty;
              if (pretty) {
                state.apply("The document was formatted.", (now) => ({
                  documents: now.documents.map((d) => (d.id === id ? { ...d, text: pretty } : d)),
                }));
              }
            }}
          >
            Format
          </Button>
          <CopyButton text={(current && report?.pretty) || text} what={name || "document"} />
          <Button
            iconName="download"
            loading={exporting.isPending}
            disabled={text === ""}
            onClick={() =>
              exporting.mutate(document, {
                onSuccess: (path) =>
                  flash.show({
                    id: "workbench-export",
                    type: "success",
                    header: "The document was exported",
                    content: path,
                  }),
                onError: (failure) => flash.show(failureFlash("workbench-export", failure)),
              })
            }
          >
            Export
          </Button>
        </SpaceBetween>
      </div>
      <div id={findingsId}>
        {text !== "" && report && (
          <FindingList
            // What the field says already is not said again.
            findings={broken && !first.remedy ? [] : report.findings}
            current={current}
            onShow={(range) => code.current?.show(range)}
            onApply={(finding, after) =>
              state.apply(`${finding.remedy?.sentence ?? ""} Applied to ${name}.`, (now) => ({
                documents: now.documents.map((d) => (d.id === id ? { ...d, text: after } : d)),
              }))
            }
          />
        )}
        {text !== "" && report?.readable && report.findings.length === 0 && (
          <StatusIndicator type="success">The checks find nothing</StatusIndicator>
        )}
        {text === "" && (
          <Box color="text-body-secondary">Paste or type a policy; it is checked as you type.</Box>
        )}
      </div>
    </SpaceBetween>
  );
}

export function place({ line, column }: { line: number; column: number }): string {
  return `Line ${line}, column ${column}`;
}

function Size({ report }: { report: DocumentReport | undefined }) {
  if (!report?.readable) return null;
  const size = number.format(report.size);
  if (report.limit === null) return `${size} characters`;
  return `${size} of ${number.format(report.limit)} characters ${report.limit_of ?? ""}`;
}
