import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { DocumentDiff, EmptyState, FailureAlert } from "@/components";
import { useRead } from "@/data";
import { useDebounced, useStable } from "@/forms";
import type { KindChoice } from "@/ipc/KindChoice";
import type { PlacedDifference } from "@/ipc/PlacedDifference";
import type { TextRange } from "@/ipc/TextRange";
import type { WorkbenchDocument } from "@/ipc/WorkbenchDocument";
import type { WorkbenchState } from "./useWorkbench";

interface Props {
  state: WorkbenchState;
  kinds: readonly KindChoice[];
  onShow: (document: string, range: TextRange | null) => void;
}

/** Two of the documents side by side. */
export function Compare({ state, kinds, onShow }: Props) {
  const { documents, compared } = state.bench;
  const find = (id: string | undefined) => documents.find((d) => d.id === id);
  const first = find(compared?.[0]) ?? documents[0];
  const second = find(compared?.[1]) ?? documents.find((d) => d !== first);
  // Choosing what stands on the other side swaps the two: nobody compares a document with itself.
  const choose = (at: 0 | 1, id: string | undefined) => {
    if (!first || !second || id === undefined) return;
    const pair: [string, string] = [first.id, second.id];
    if (pair[1 - at] === id) pair.reverse();
    else pair[at] = id;
    state.change({ compared: pair });
  };
  const option = (d: WorkbenchDocument) => ({
    value: d.id,
    label: d.name || "Unnamed",
    description: kinds.find((k) => k.kind === d.kind)?.title ?? "",
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="What two documents grant, whatever way they are written in."
        >
          Compare
        </Header>
      }
    >
      {first && second ? (
        <SpaceBetween size="m">
          <ColumnLayout columns={2}>
            <FormField label="First document" stretch>
              <Select
                selectedOption={option(first)}
                options={documents.map(option)}
                onChange={({ detail }) => choose(0, detail.selectedOption.value)}
              />
            </FormField>
            <FormField label="Second document" stretch>
              <Select
                selectedOption={option(second)}
                options={documents.map(option)}
                onChange={({ detail }) => choose(1, detail.selectedOption.value)}
              />
            </FormField>
          </ColumnLayout>
          <Compared first={first} second={second} onShow={onShow} />
        </SpaceBetween>
      ) : (
        <EmptyState title="Nothing to compare">Add two documents.</EmptyState>
      )}
    </Container>
  );
}

interface ComparedProps {
  first: WorkbenchDocument;
  second: WorkbenchDocument;
  onShow: Props["onShow"];
}

function Compared({ first, second, onShow }: ComparedProps) {
  const pair = useDebounced(useStable({ first, second }), 150);
  const read = useRead("compare_documents", pair, { keepPrevious: true });
  const result = read.data;
  if (read.error) return <FailureAlert failure={read.error} />;
  if (!result) return null;
  if (result.problems.length > 0) {
    return (
      <SpaceBetween size="xs">
        {result.problems.map((p) => (
          <StatusIndicator key={p.message} type="pending">
            {p.message}
          </StatusIndicator>
        ))}
      </SpaceBetween>
    );
  }
  const names = [first.name || "the first", second.name || "the second"];
  return (
    <SpaceBetween size="m">
      <div role="status">
        {result.equivalent ? (
          <StatusIndicator type="success">Both grant and deny the same</StatusIndicator>
        ) : (
          <StatusIndicator type="info">They do not grant the same</StatusIndicator>
        )}
      </div>
      <Differences
        title={`${names[1]} grants more than ${names[0]}`}
        of={result.grants_more}
        onShow={onShow}
      />
      <Differences
        title={`${names[1]} grants less than ${names[0]}`}
        of={result.grants_less}
        onShow={onShow}
      />
      <DocumentDiff
        title="Text, line by line"
        before={result.before}
        after={result.after}
        beforeLabel={names[0]}
        afterLabel={names[1]}
      />
    </SpaceBetween>
  );
}

interface DifferencesProps {
  title: string;
  of: readonly PlacedDifference[];
  onShow: Props["onShow"];
}

function Differences({ title, of, onShow }: DifferencesProps) {
  if (of.length === 0) return null;
  return (
    <section aria-label={title}>
      <Box variant="strong">{title}</Box>
      <ul className="rb-bench-list">
        {of.map((d) => (
          <li key={`${d.document} ${d.sentence}`}>
            <div className="rb-bench-long">{d.sentence}</div>
            <Button variant="inline-link" onClick={() => onShow(d.document, d.range)}>
              {`Show statement ${d.statement}`}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
