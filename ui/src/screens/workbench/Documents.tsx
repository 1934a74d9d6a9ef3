import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Tabs from "@cloudscape-design/components/tabs";
import { useRef, useState } from "react";
import { platform } from "#platform";
import { useFlash } from "@/app";
import { EmptyState } from "@/components";
import type { LoadedDocuments } from "@/ipc/LoadedDocuments";
import type { TextRange } from "@/ipc/TextRange";
import type { WorkbenchChoices } from "@/ipc/WorkbenchChoices";
import type { WorkbenchDocument } from "@/ipc/WorkbenchDocument";
import type { WorkbenchReason } from "@/ipc/WorkbenchReason";
import { DocumentEditor } from "./DocumentEditor";
import { SourceDialog } from "./SourceDialog";
import { TemplateDialog } from "./TemplateDialog";
import type { WorkbenchState } from "./useWorkbench";

/** A place the user asked to see. Every time it is another object. */
export interface Shown {
  document: string;
  range: TextRange | null;
}

interface Props {
  state: WorkbenchState;
  choices: WorkbenchChoices;
  shown: Shown | null;
  reasons: readonly WorkbenchReason[];
  /** The documents the reasons are about. */
  decided: readonly WorkbenchDocument[];
}

/** More than IAM reads, with room for indentation. */
const MOST_BYTES = 1_000_000;

/** The documents, one tab each. */
export function Documents({ state, choices, shown, reasons, decided }: Props) {
  const { documents, selected } = state.bench;
  const [dialog, setDialog] = useState<"source" | "template" | null>(null);
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const flash = useFlash();

  const paste = () => state.add([blank("Policy")]);
  const load = async (files: Iterable<File>) => {
    const loaded: WorkbenchDocument[] = [];
    for (const file of files) {
      if (file.size > MOST_BYTES) {
        flash.show({
          id: "workbench-file",
          type: "error",
          header: `${file.name} is too large for a policy`,
          content: "IAM reads at most 131,072 characters.",
        });
        continue;
      }
      loaded.push(
        await platform.call("load_policy_file", { name: file.name, text: await file.text() }),
      );
    }
    if (loaded.length > 0) state.add(loaded);
  };
  // A request without a resource is about the role that was loaded.
  const take = ({ documents: loaded, role }: LoadedDocuments) => {
    state.add(loaded);
    if (role !== null && state.bench.request.resource === "") {
      state.changeRequest({ resource: role });
    }
  };
  const remove = (id: string) => {
    const at = documents.findIndex((d) => d.id === id);
    const rest = documents.filter((d) => d.id !== id);
    const next = rest[Math.min(at, rest.length - 1)]?.id ?? null;
    // The tabs have moved on already; who undoes it wants to see the document.
    state.change({ selected: id });
    state.apply(`${documents[at]?.name || "The document"} was removed.`, () => ({
      documents: rest,
      selected: next,
    }));
  };
  const add = (
    <ButtonDropdown
      items={[
        { id: "paste", text: "Paste or type", iconName: "edit" },
        { id: "file", text: "Open a file", iconName: "upload" },
        { id: "source", text: "From a secondary source", iconName: "folder" },
        { id: "template", text: "From a template", iconName: "file" },
      ]}
      onItemClick={({ detail }) => {
        if (detail.id === "paste") paste();
        else if (detail.id === "file") picker.current?.click();
        else setDialog(detail.id as "source" | "template");
      }}
    >
      Add document
    </ButtonDropdown>
  );
  const active = documents.find((d) => d.id === selected) ?? documents[0];

  return (
    <div
      className="rb-bench-drop"
      data-over={over}
      role="group"
      aria-label="Documents"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void load(event.dataTransfer.files);
      }}
    >
      <input
        ref={picker}
        className="rb-hidden"
        type="file"
        accept=".json,application/json"
        multiple
        tabIndex={-1}
        aria-label="Policy files"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file can be chosen again.
          event.target.value = "";
          void load(files);
        }}
      />
      <Container
        header={
          <Header variant="h2" counter={`(${documents.length})`} actions={add}>
            Documents
          </Header>
        }
      >
        {active ? (
          <Tabs
            activeTabId={active.id}
            ariaLabel="Documents"
            onChange={({ detail }) => state.change({ selected: detail.activeTabId })}
            tabs={documents.map((document) => ({
              id: document.id,
              label: document.name || "Unnamed",
              dismissible: true,
              dismissLabel: `Remove ${document.name || "unnamed document"}`,
              onDismiss: () => remove(document.id),
              content: (
                <DocumentEditor
                  key={document.id}
                  state={state}
                  document={document}
                  kinds={choices.kinds}
                  shown={shown?.document === document.id ? shown : null}
                  reasons={
                    decided.some((d) => d.id === document.id && d.text === document.text)
                      ? reasons.filter((r) => r.document === document.id)
                      : []
                  }
                />
              ),
            }))}
          />
        ) : (
          <EmptyState
            title="No documents"
            action={
              <div className="rb-bench-centred">
                <Button onClick={paste}>Paste or type</Button>
                <Button onClick={() => setDialog("template")}>From a template</Button>
              </div>
            }
          >
            Add the trust policy of a role, the policies of who calls, and what limits them. You can
            also drop .json files here.
          </EmptyState>
        )}
      </Container>
      {dialog === "source" && <SourceDialog onClose={() => setDialog(null)} onLoaded={take} />}
      {dialog === "template" && (
        <TemplateDialog
          templates={choices.templates}
          onClose={() => setDialog(null)}
          onLoaded={take}
        />
      )}
    </div>
  );
}

function blank(name: string): WorkbenchDocument {
  return { id: "", name, kind: "trust", level: 0, text: "" };
}
