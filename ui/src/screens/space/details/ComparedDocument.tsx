import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { DocumentBlock, DocumentDiff } from "@/components";

export interface ComparedDocumentProps {
  title: string;
  found: string | null;
  expected: string | null;
}

/** The document that was found, and how it differs from the template's. */
export function ComparedDocument({ title, found, expected }: ComparedDocumentProps) {
  const text = found ?? expected;
  if (text === null) return null;
  return (
    <SpaceBetween size="xs">
      <DocumentBlock title={found === null ? `${title}, from the template` : title} text={text} />
      {found !== null && expected !== null && found !== expected && (
        <ExpandableSection
          variant="inline"
          headerText="Compare with the template"
          headerAriaLabel={`Compare with the template: ${title}`}
        >
          <DocumentDiff
            title={title}
            before={found}
            after={expected}
            beforeLabel="found"
            afterLabel="template"
          />
        </ExpandableSection>
      )}
    </SpaceBetween>
  );
}
