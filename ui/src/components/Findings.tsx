import Box from "@cloudscape-design/components/box";
import type { DocumentFinding } from "@/ipc/DocumentFinding";
import type { FindingSeverity } from "@/ipc/FindingSeverity";
import { Disclosure } from "./Disclosure";
import { SeverityIndicator } from "./SeverityIndicator";
import { TextDiff } from "./TextDiff";
import "./components.css";

const order: FindingSeverity[] = ["error", "security", "warning", "suggestion"];

interface FindingsProps {
  findings: readonly DocumentFinding[];
  /** The document they are about, which a fix would change. */
  text: string;
}

/** What a check found, the worst first, and what to do about it. */
export function Findings({ findings, text }: FindingsProps) {
  if (findings.length === 0) return null;
  const sorted = order.flatMap((s) => findings.filter((f) => f.severity === s));
  return (
    <ul className="rb-findings">
      {sorted.map((f) => (
        <li key={`${f.code} ${f.pointer} ${f.message}`}>
          <div>
            <SeverityIndicator severity={f.severity} /> <span>{f.message}</span>
            {f.pointer !== "" && (
              <Box variant="small" display="inline" margin={{ left: "xs" }}>
                at <code>{f.pointer}</code>
              </Box>
            )}
          </div>
          {f.fix && <Box color="text-body-secondary">{f.fix.sentence}</Box>}
          {f.fix?.document && (
            <Disclosure text="Show change" label={`Show change: ${f.fix.sentence}`}>
              <TextDiff
                title={f.fix.sentence}
                before={text}
                after={f.fix.document}
                beforeLabel="now"
                afterLabel="with the change"
              />
            </Disclosure>
          )}
        </li>
      ))}
    </ul>
  );
}
