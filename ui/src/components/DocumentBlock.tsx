import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import { lazy, type ReactNode, Suspense } from "react";
import type { DocumentFinding } from "@/ipc/DocumentFinding";
import type { FindingSeverity } from "@/ipc/FindingSeverity";
import { CopyButton } from "./CopyButton";
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
  findings?: DocumentFinding[];
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
        <Findings findings={findings} />
      </SpaceBetween>
    </section>
  );
}

const severities: Record<FindingSeverity, StatusIndicatorProps.Type> = {
  error: "error",
  warning: "warning",
  suggestion: "info",
};
const order: FindingSeverity[] = ["error", "warning", "suggestion"];

/** What a check found, the worst first. */
export function Findings({ findings }: { findings: DocumentFinding[] }) {
  if (findings.length === 0) return null;
  const sorted = order.flatMap((s) => findings.filter((f) => f.severity === s));
  return (
    <ul className="rb-findings">
      {sorted.map((f) => (
        <li key={`${f.code} ${f.pointer} ${f.message}`}>
          <StatusIndicator type={severities[f.severity]}>{f.message}</StatusIndicator>
          {f.pointer !== "" && (
            <Box variant="small" display="inline" margin={{ left: "xs" }}>
              at <code>{f.pointer}</code>
            </Box>
          )}
        </li>
      ))}
    </ul>
  );
}
