import Container from "@cloudscape-design/components/container";
import { CopyText, KeyValues, TimeAgo } from "@/components";
import type { SpaceDetail } from "@/ipc/SpaceDetail";

/** The key facts of an agent space, in one row: what is below them matters more. */
export function Facts({ detail }: { detail: SpaceDetail }) {
  const { space } = detail.summary;
  return (
    <Container>
      <KeyValues
        label="Agent space details"
        columns={4}
        items={[
          ["ID", <CopyText key="id" text={space.space.id} what="agent space ID" short />],
          ["ARN", <CopyText key="arn" text={detail.arn} what="agent space ARN" short />],
          ["Region", space.space.region],
          ["Created", <TimeAgo key="created" at={space.created_at} />],
        ]}
      />
    </Container>
  );
}
