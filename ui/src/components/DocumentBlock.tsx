import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, type ReactNode, Suspense } from "react";
import type { DocumentFinding } from "@/ipc/DocumentFinding";
import { CopyButton } from "./CopyButton";
import { Findings } from "./Findings";
import { inSentence } from "./inSentence";
import "./components.css";

const CodeLines = lazy(() => import("./CodeLines"));
const number = new Intl.NumberFormat("en");

export interface DocumentBlockProps {
  /** What the document is: "Trust policy". */
  title: string;
  /** Its text. Exactly this is copied. A `DocumentView` can be spread into the block. */
  text: string;
  /** Characters IAM counts, and how many it allows. */
  size?: number;
  limit?: number;
  findings?: readonly DocumentFinding[];
  /** More buttons beside Copy. */
  actions?: ReactNode;
}

/** A policy document to read and copy. */
export function DocumentBlock(props: DocumentBlockProps) {
  const { title, text, size, limit, findings = [], actions } = props;
  return (
    <section aria-label={title}>
      <SpaceBetween size="xs">
        <div className="rb-document-header">
          <div>
            <Box variant="strong">{title}</Box>
            {size !== undefined && limit !== undefined && (
              <Box variant="small" display="block">
                {`${number.format(size)} of ${number.format(limit)} characters`}
              </Box>
            )}
          </div>
          <SpaceBetween direction="horizontal" size="xs">
            {actions}
            <CopyButton text={text} what={inSentence(title)} />
          </SpaceBetween>
        </div>
        <div
          className="rb-code"
          role="group"
          aria-label={`Text of ${inSentence(title)}`}
          // What scrolls has to be within reach of the keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
        >
          <Suspense fallback={<pre className="rb-plain">{text}</pre>}>
            <CodeLines text={text} />
          </Suspense>
        </div>
        <Findings findings={findings} text={text} />
      </SpaceBetween>
    </section>
  );
}
