import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { AccountCell, CopyText, KeyValues, TimeAgo } from "@/components";
import type { SpaceDetail } from "@/ipc/SpaceDetail";

/** The key facts of an agent space. */
export function Facts({ detail }: { detail: SpaceDetail }) {
  const { space } = detail.summary;
  return (
    <Container header={<Header variant="h2">Agent space details</Header>}>
      <KeyValues
        label="Agent space details"
        items={[
          ["Name", space.name],
          ["ID", <CopyText key="id" text={space.space.id} what="agent space ID" />],
          ["Region", space.space.region],
          ["Primary account", <AccountCell key="account" account={space.space.account} />],
          ["ARN", <CopyText key="arn" text={detail.arn} what="agent space ARN" />],
          ["Created", <TimeAgo key="created" at={space.created_at} />],
        ]}
      />
    </Container>
  );
}
