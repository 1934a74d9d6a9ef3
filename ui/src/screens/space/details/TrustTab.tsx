import SpaceBetween from "@cloudscape-design/components/space-between";
import type { SourceDetail } from "@/ipc/SourceDetail";
import { ComparedDocument } from "./ComparedDocument";
import { ReadNote } from "./ReadNote";

/** Who may assume the role. */
export function TrustTab({ detail }: { detail: SourceDetail }) {
  return (
    <SpaceBetween size="s">
      <ReadNote detail={detail} />
      <ComparedDocument
        title="Trust policy"
        found={detail.found?.trust ?? null}
        expected={detail.expected?.trust ?? null}
        findings={detail.findings.find((f) => f.inline === null)?.findings}
      />
    </SpaceBetween>
  );
}
