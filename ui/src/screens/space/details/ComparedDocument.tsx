import SpaceBetween from "@cloudscape-design/components/space-between";
import { Disclosure, DocumentBlock, DocumentDiff } from "@/components";
import type { DocumentFinding } from "@/ipc/DocumentFinding";

export interface ComparedDocumentProps {
  title: string;
  found: string | null;
  expected: string | null;
  /** What the checks found in the document that was found. */
  findings?: readonly DocumentFinding[] | undefined;
}

/** The document that was found, and how it differs from the template's. */
export function ComparedDocument({ title, found, expected, findings = [] }: ComparedDocumentProps) {
  const text = found ?? expected;
  if (text === null) return null;
  return (
    <SpaceBetween size="xs">
      <DocumentBlock
        title={found === null ? `${title}, from the template` : title}
        text={text}
        findings={findings}
      />
      {found !== null && expected !== null && found !== expected && (
        <Disclosure text="Compare with the template" label={`Compare with the template: ${title}`}>
          <DocumentDiff
            title={title}
            before={found}
            after={expected}
            beforeLabel="found"
            afterLabel="template"
          />
        </Disclosure>
      )}
    </SpaceBetween>
  );
}
