import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRead } from "@/data";
import type { SourceId } from "@/ipc/SourceId";
import type { SpaceDetail } from "@/ipc/SpaceDetail";
import { Drafts } from "./Drafts";
import { PrimarySource } from "./PrimarySource";
import { SecondarySources } from "./SecondarySources";
import type { Refresh } from "./useRefreshSources";

export interface CapabilitiesProps {
  detail: SpaceDetail;
  refresh: Refresh;
  /** Opens the details of a source. */
  onOpen: (id: SourceId) => void;
}

/** What the agent space can see: the clouds connected to it. */
export function Capabilities({ detail, refresh, onOpen }: CapabilitiesProps) {
  const space = detail.summary.space.space;
  // Known before the table is drawn, so that none of them pushes it down under the pointer.
  const drafts = useRead("list_drafts", space);
  return (
    <Container header={<Header variant="h2">Cloud</Header>}>
      <SpaceBetween size="l">
        <PrimarySource association={detail.primary} />
        {!drafts.isPending && (
          <SpaceBetween size="l">
            <Drafts space={space} drafts={drafts.data ?? []} />
            <SecondarySources space={space} refresh={refresh} onOpen={onOpen} />
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}
