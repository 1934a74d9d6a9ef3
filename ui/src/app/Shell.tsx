import AppLayout from "@cloudscape-design/components/app-layout";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Flashbar from "@cloudscape-design/components/flashbar";
import { useMemo, useState } from "react";
import type { Connection } from "@/ipc/Connection";
import { ExpiryFlashes } from "./ExpiryFlashes";
import { useFlashItems } from "./flash";
import { CopiedFlash } from "./CopiedFlash";
import { JobFlashes } from "./JobFlashes";
import { layoutLabels } from "./labels";
import { useCurrentPage } from "./page";
import { Screens } from "./routes";
import { SideBar } from "./SideBar";
import { TopBar } from "./TopBar";
import { useTopOfScreen } from "./top";
import { useSplitPanel } from "./splitPanel";
import { useUnfinishedPlans } from "./unfinished";
import { useTeamNews } from "./useTeamNews";
import { useDroppedFiles } from "./useDroppedFiles";
import "./shell.css";

/** What surrounds every screen. */
export function Shell({ connection }: { connection: Connection }) {
  const page = useCurrentPage();
  const items = useFlashItems();
  const [navigationOpen, setNavigationOpen] = useState(() => window.innerWidth > 1000);
  const panel = useSplitPanel(page.splitPanelOpen ?? false);
  const content = useMemo(() => <Screens />, []);
  useUnfinishedPlans();
  useDroppedFiles();
  useTeamNews();
  useTopOfScreen();
  return (
    <>
      <JobFlashes />
      <ExpiryFlashes />
      <CopiedFlash />
      <header id="top-bar">
        <TopBar connection={connection} />
      </header>
      <AppLayout
        headerSelector="#top-bar"
        ariaLabels={layoutLabels}
        navigation={<SideBar />}
        navigationOpen={navigationOpen}
        navigationWidth={220}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        toolsHide
        contentType={page.contentType ?? "default"}
        stickyNotifications
        notifications={
          // A message that slides in takes its buttons from under the pointer: a click that begins
          // on one ends beside it.
          <div className="awsui-motion-disabled">
            <Flashbar items={items} stackItems={items.length > 3} />
          </div>
        }
        breadcrumbs={
          page.breadcrumbs && page.breadcrumbs.length > 1 ? (
            <BreadcrumbGroup items={page.breadcrumbs} ariaLabel="Breadcrumbs" />
          ) : undefined
        }
        splitPanel={page.splitPanel}
        {...panel}
        splitPanelOpen={page.splitPanelOpen ?? false}
        onSplitPanelToggle={({ detail }) => page.onSplitPanelToggle?.(detail.open)}
        content={content}
      />
    </>
  );
}
