import { DocumentBlock } from "./DocumentBlock";
import { TextDiff } from "./TextDiff";

export interface DocumentDiffProps {
  /** The text there is; nothing if there is none. */
  before: string | null;
  /** The text there will be, or should be. */
  after: string | null;
  /** What the document is. */
  title: string;
  /** Words for the two sides. */
  beforeLabel?: string;
  afterLabel?: string;
}

/** How two texts differ, line by line. With one side only it is shown as it is. */
export function DocumentDiff(props: DocumentDiffProps) {
  const { before, after, title, beforeLabel = "now", afterLabel = "after" } = props;
  if (before === null && after === null) return null;
  if (before === null || after === null) {
    return (
      <DocumentBlock
        title={before === null ? title : `${title}, ${beforeLabel}`}
        text={(before ?? after) as string}
      />
    );
  }
  return (
    <TextDiff
      title={title}
      before={before}
      after={after}
      beforeLabel={beforeLabel}
      afterLabel={afterLabel}
    />
  );
}
