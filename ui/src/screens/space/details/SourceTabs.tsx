import Tabs from "@cloudscape-design/components/tabs";
import type { SourceDetail } from "@/ipc/SourceDetail";
import { AssociationTab } from "./AssociationTab";
import { HistoryTab } from "./HistoryTab";
import { OverviewTab } from "./OverviewTab";
import { PermissionsTab } from "./PermissionsTab";
import { TrustTab } from "./TrustTab";

/** All that is known of a secondary source. */
export default function SourceTabs({ detail }: { detail: SourceDetail }) {
  return (
    <Tabs
      ariaLabel="Details of the secondary source"
      tabs={[
        { id: "overview", label: "Overview", content: <OverviewTab detail={detail} /> },
        { id: "trust", label: "Trust policy", content: <TrustTab detail={detail} /> },
        { id: "permissions", label: "Permissions", content: <PermissionsTab detail={detail} /> },
        { id: "association", label: "Association", content: <AssociationTab detail={detail} /> },
        { id: "history", label: "History", content: <HistoryTab history={detail.history} /> },
      ]}
    />
  );
}
