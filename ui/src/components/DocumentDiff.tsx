import Box from "@cloudscape-design/components/box";
import { lazy, Suspense } from "react";
import { DocumentBlock } from "./DocumentBlock";
import { inSentence } from "./inSentence";
import "./components.css";

const DiffLines = lazy(() => import("./DiffLines"));

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
    <section aria-label={title}>
      <Box variant="strong">{title}</Box>
      <Box variant="small" display="block">
        <code>-</code> {beforeLabel}, <code>+</code> {afterLabel}
        {before === after ? ". They are the same." : ""}
      </Box>
      <Suspense fallback={<pre className="rb-plain">{after}</pre>}>
        <DiffLines before={before} after={after} label={`Lines of ${inSentence(title)}`} />
      </Suspense>
    </section>
  );
}
