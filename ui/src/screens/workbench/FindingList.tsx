import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Disclosure, DocumentDiff, SeverityIndicator } from "@/components";
import type { PlacedFinding } from "@/ipc/PlacedFinding";
import type { TextRange } from "@/ipc/TextRange";

interface Props {
  findings: readonly PlacedFinding[];
  /** Whether they are about the text that is shown. */
  current: boolean;
  onShow: (range: TextRange) => void;
  onApply: (finding: PlacedFinding, after: string) => void;
}

/** What the checks found: the place, and what to do about it. */
export function FindingList({ findings, current, onShow, onApply }: Props) {
  if (findings.length === 0) return null;
  return (
    <ul className="rb-bench-list" aria-label="Findings">
      {findings.map((finding) => {
        const { range, remedy } = finding;
        const change = remedy?.change;
        return (
          <li key={`${finding.code} ${finding.pointer} ${finding.message}`}>
            <div>
              <SeverityIndicator severity={finding.severity} /> <span>{finding.message}</span>
            </div>
            <SpaceBetween direction="horizontal" size="s" alignItems="center">
              {range && (
                <Button
                  variant="inline-link"
                  disabled={!current}
                  ariaLabel={`Line ${range.line}, column ${range.column}: ${finding.message}`}
                  onClick={() => onShow(range)}
                >
                  {`Line ${range.line}, column ${range.column}`}
                </Button>
              )}
              <Box variant="small">
                <code>{finding.code}</code>
              </Box>
              {remedy && <Box variant="small">{remedy.sentence}</Box>}
            </SpaceBetween>
            {change && (
              <Disclosure text="Show the fix" label={`Show the fix: ${finding.message}`}>
                <SpaceBetween size="xs">
                  <DocumentDiff
                    title={remedy.sentence}
                    before={change.before}
                    after={change.after}
                  />
                  <Button
                    disabled={!current}
                    ariaLabel={`Apply the fix: ${remedy.sentence}`}
                    onClick={() => onApply(finding, change.after)}
                  >
                    Apply
                  </Button>
                </SpaceBetween>
              </Disclosure>
            )}
          </li>
        );
      })}
    </ul>
  );
}
