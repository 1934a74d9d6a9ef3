import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Tabs from "@cloudscape-design/components/tabs";
import { lazy, Suspense, useMemo, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { hash, routes, usePage } from "@/app";
import { FailureAlert } from "@/components";
import { useAct, useRead, useScreenReady } from "@/data";
import type { SourceId } from "@/ipc/SourceId";
import type { SpaceRef } from "@/ipc/SpaceRef";
import { Capabilities } from "./capabilities/Capabilities";
import { useRefreshSources } from "./capabilities/useRefreshSources";
import { SourcePanel } from "./details/SourcePanel";
import { Facts } from "./Facts";

const DeleteSpaceDialog = lazy(() => import("./dialogs/DeleteSpaceDialog"));

/** One agent space. */
export default function Space() {
  const { account = "", region = "", id = "" } = useParams();
  const space = useMemo<SpaceRef>(() => ({ account, region, id }), [account, region, id]);
  // A new space starts afresh: nothing selected, no filter, no open panel.
  return <SpaceScreen key={`${account}/${region}/${id}`} space={space} />;
}

function SpaceScreen({ space }: { space: SpaceRef }) {
  const navigate = useNavigate();
  const detail = useRead("get_space", space);
  const refresh = useRefreshSources(space, detail.isError);
  const browser = useAct("open_console");
  const [source, setSource] = useState<SourceId | null>(null);
  const [deleting, setDeleting] = useState(false);
  const name = detail.data?.summary.space.name ?? space.id;
  useScreenReady(!detail.isPending);
  usePage({
    contentType: "default",
    breadcrumbs: [
      { text: "Agent spaces", href: hash(routes.spaces) },
      { text: name, href: hash(routes.space(space)) },
    ],
    splitPanel: source === null ? undefined : <SourcePanel id={source} />,
    splitPanelOpen: source !== null,
    onSplitPanelToggle: (open) => {
      if (!open) setSource(null);
    },
  });

  if (detail.isError) {
    return (
      <SpaceBetween size="m">
        <FailureAlert failure={detail.error} onRetry={() => void detail.refetch()} />
        <Button onClick={() => void navigate(routes.spaces)}>Back to agent spaces</Button>
      </SpaceBetween>
    );
  }
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={detail.data?.summary.space.description}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                iconName="external"
                iconAlign="right"
                onClick={() => browser.mutate({ kind: "devOpsAgent", region: space.region })}
              >
                Open in AWS console
              </Button>
              <Button disabled={!detail.data} onClick={() => setDeleting(true)}>
                Delete
              </Button>
            </SpaceBetween>
          }
        >
          {name}
        </Header>
      }
    >
      {detail.data ? (
        <SpaceBetween size="l">
          {browser.isError && <FailureAlert failure={browser.error} />}
          <Suspense fallback={null}>
            {deleting && (
              <DeleteSpaceDialog summary={detail.data.summary} onClose={() => setDeleting(false)} />
            )}
          </Suspense>
          <Facts detail={detail.data} />
          <Tabs
            ariaLabel="Agent space"
            tabs={[
              {
                id: "capabilities",
                label: "Capabilities",
                content: <Capabilities detail={detail.data} refresh={refresh} onOpen={setSource} />,
              },
            ]}
          />
        </SpaceBetween>
      ) : (
        <Box padding="l" textAlign="center">
          <Spinner size="large" />
        </Box>
      )}
    </ContentLayout>
  );
}
