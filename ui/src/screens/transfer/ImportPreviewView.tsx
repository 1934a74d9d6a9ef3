import { useCollection } from "@cloudscape-design/collection-hooks";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useEffect, useMemo, useState } from "react";
import { EmptyState, FailureAlert } from "@/components";
import { useAct } from "@/data";
import type { ImportPreview } from "@/ipc/ImportPreview";
import type { ImportRequest } from "@/ipc/ImportRequest";
import { importColumns } from "./importColumns";
import { type ImportRow, importRows, type Outcome, outcomes } from "./importRows";

interface Props {
  request: ImportRequest;
  preview: ImportPreview;
  onReadAs: (dialect: string) => void;
  onStarted: () => void;
}

const PAGE = 25;
const all = ["add", "update", "same", "skip"] as const;

/** What becomes of each part of a file, which of it to take, and the button to take it. */
export function ImportPreviewView({ request, preview, onReadAs, onStarted }: Props) {
  const rows = useMemo(() => importRows(preview), [preview]);
  const takeable = useMemo(
    () => rows.filter((r) => r.outcome === "add" || r.outcome === "update"),
    [rows],
  );
  const [taken, setTaken] = useState<readonly ImportRow[]>(takeable);
  const [only, setOnly] = useState<Outcome | "all">("all");
  const run = useAct("run_import");
  // The bar that shows how far the import is has to be there when it starts, not when it ends.
  useEffect(() => void import("@cloudscape-design/components/progress-bar"), []);
  const counts = (outcome: Outcome) => rows.filter((r) => r.outcome === outcome).length;
  const seen = only === "all" ? rows : rows.filter((r) => r.outcome === only);
  const { items, filterProps, filteredItemsCount, collectionProps, paginationProps, actions } =
    useCollection(seen, {
      filtering: {
        filteringFunction: (row, text) =>
          text
            .toLowerCase()
            .split(/\s+/)
            .every((word) => row.text.includes(word)),
      },
      pagination: { pageSize: PAGE },
      sorting: {},
    });
  const start = () => {
    const take = taken.flatMap((r) => (r.place === null ? [] : [r.place]));
    run.mutate(
      {
        request,
        token: preview.token,
        // What is there already is noted to be from this file; only what was left out is not.
        take: [...take, ...rows.flatMap((r) => (r.outcome === "same" ? [r.place ?? 0] : []))],
      },
      { onSuccess: onStarted },
    );
  };
  const general = preview.warnings.filter((w) => w.name === "");
  const entries = (n: number) => `${n} ${n === 1 ? "entry" : "entries"}`;

  return (
    <SpaceBetween size="m">
      <Alert
        type="info"
        header={`Read as ${preview.dialect.title}`}
        action={preview.others.map((other) => (
          <Button key={other.dialect} onClick={() => onReadAs(other.dialect)}>
            Read as {other.title}
          </Button>
        ))}
      >
        {preview.dialect.why}
        {preview.others.map((other) => (
          <div key={other.dialect}>
            It may be {other.title} as well. {other.why}
          </div>
        ))}
        {general.map((w) => (
          <div key={`${w.line} ${w.notice}`}>
            Line {w.line}: {w.notice}
          </div>
        ))}
      </Alert>
      {preview.gone.length > 0 && (
        <Alert type="info" header="No longer in the file">
          These entries came from this file, and stay: {preview.gone.slice(0, 20).join(", ")}
          {preview.gone.length > 20 && ` and ${preview.gone.length - 20} more`}.
        </Alert>
      )}
      {run.error && <FailureAlert failure={run.error} />}
      <Table
        {...collectionProps}
        variant="container"
        selectionType="multi"
        selectedItems={[...taken]}
        onSelectionChange={({ detail }) => setTaken(detail.selectedItems)}
        isItemDisabled={(row) => row.outcome === "same" || row.outcome === "skip"}
        trackBy="id"
        items={items}
        columnDefinitions={importColumns}
        wrapLines
        enableKeyboardNavigation
        ariaLabels={{
          tableLabel: "Parts of the file",
          selectionGroupLabel: "Entries to import",
          allItemsSelectionLabel: () => "Select all on this page",
          itemSelectionLabel: (_, row) => `Select ${row.name}`,
        }}
        header={
          <Header
            variant="h2"
            counter={`(${taken.length}/${takeable.length})`}
            description={preview.file}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  disabled={taken.length === takeable.length}
                  onClick={() => setTaken(takeable)}
                >
                  Select all
                </Button>
                <Button disabled={taken.length === 0} onClick={() => setTaken([])}>
                  Select none
                </Button>
                <Button
                  variant="primary"
                  loading={run.isPending}
                  disabled={taken.length === 0}
                  disabledReason="Select at least one entry that is new or changes."
                  onClick={start}
                >
                  Import {entries(taken.length)}
                </Button>
              </SpaceBetween>
            }
          >
            Preview
          </Header>
        }
        filter={
          <SpaceBetween size="xs">
            <SegmentedControl
              label="Show"
              selectedId={only}
              options={[
                { id: "all", text: `All (${rows.length})` },
                ...all.map((id) => ({ id, text: `${outcomes[id]} (${counts(id)})` })),
              ]}
              onChange={({ detail }) => setOnly(detail.selectedId as Outcome | "all")}
            />
            <TextFilter
              {...filterProps}
              filteringPlaceholder="Find in the file"
              filteringAriaLabel="Find in the file"
              filteringClearAriaLabel="Clear the search"
              countText={`${filteredItemsCount ?? 0} ${filteredItemsCount === 1 ? "match" : "matches"}`}
            />
          </SpaceBetween>
        }
        pagination={
          <Pagination
            {...paginationProps}
            ariaLabels={{
              nextPageLabel: "Next page",
              previousPageLabel: "Previous page",
              pageLabel: (page) => `Page ${page}`,
            }}
          />
        }
        empty={
          filterProps.filteringText === "" ? (
            <EmptyState title="Nothing here">No part of the file is of this kind.</EmptyState>
          ) : (
            <EmptyState
              title="No matches"
              action={<Button onClick={() => actions.setFiltering("")}>Clear the search</Button>}
            >
              No part of the file matches what you typed.
            </EmptyState>
          )
        }
      />
    </SpaceBetween>
  );
}
