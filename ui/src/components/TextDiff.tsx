import Box from "@cloudscape-design/components/box";
import { lazy, Suspense } from "react";
import { inSentence } from "./inSentence";
import "./components.css";

const DiffLines = lazy(() => import("./DiffLines"));

export interface TextDiffProps {
  title: string;
  before: string;
  after: string;
  beforeLabel: string;
  afterLabel: string;
}

/** Two texts, line by line. */
export function TextDiff({ title, before, after, beforeLabel, afterLabel }: TextDiffProps) {
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
