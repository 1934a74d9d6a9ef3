import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import Tabs from "@cloudscape-design/components/tabs";
import { useNavigate, useParams } from "react-router";
import { routes, type TransferTab, usePage } from "@/app";
import { useScreenReady } from "@/data";
import { ExportTab } from "./ExportTab";
import { ImportTab } from "./ImportTab";
import { PublishTab } from "./PublishTab";
import { TeamTab } from "./TeamTab";
import "./transfer.css";

const tabs: ReadonlyArray<{ id: TransferTab; label: string; content: React.ReactNode }> = [
  { id: "import", label: "Import", content: <ImportTab /> },
  { id: "export", label: "Export", content: <ExportTab /> },
  { id: "publish", label: "Publish to AWS config", content: <PublishTab /> },
  { id: "team", label: "Team files", content: <TeamTab /> },
];

/** Switch entries from the files of other tools, and to them. */
export default function TransferScreen() {
  usePage({ contentType: "default" });
  const navigate = useNavigate();
  const { tab } = useParams();
  const active = tabs.find((t) => t.id === tab)?.id ?? "import";
  useScreenReady(true);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="Switch roles from the files of other tools, and for them. Nothing is changed before you have seen what changes."
        >
          Import and export
        </Header>
      }
    >
      <Tabs
        ariaLabel="Import and export"
        activeTabId={active}
        tabs={[...tabs]}
        onChange={({ detail }) =>
          void navigate(routes.transferTab(detail.activeTabId as TransferTab))
        }
      />
    </ContentLayout>
  );
}
