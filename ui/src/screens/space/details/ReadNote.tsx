import Box from "@cloudscape-design/components/box";
import { TimeAgo } from "@/components";
import type { SourceDetail } from "@/ipc/SourceDetail";

/** Says when the role was read, or that it was not. */
export function ReadNote({ detail }: { detail: SourceDetail }) {
  if (!detail.found) {
    return (
      <Box color="text-body-secondary">
        The role was not read yet. {detail.expected ? "This is what its template asks for." : ""}
      </Box>
    );
  }
  return (
    <Box color="text-body-secondary">
      Read from the role <TimeAgo at={detail.found_at} />
    </Box>
  );
}
