import SplitPanel from "@cloudscape-design/components/split-panel";
import { lazy, Suspense } from "react";
import { Waiting } from "@/app/Waiting";
import { FailureAlert } from "@/components";
import { useRead } from "@/data";
import type { SourceId } from "@/ipc/SourceId";
import { sourceName } from "../words";

const SourceTabs = lazy(() => import("./SourceTabs"));

/** The details of a secondary source, beside the list. */
export function SourcePanel({ id }: { id: SourceId }) {
  const detail = useRead("get_source", id);
  return (
    <SplitPanel
      header={detail.data ? sourceName(detail.data.source) : "Secondary source"}
      closeBehavior="hide"
      i18nStrings={{
        closeButtonAriaLabel: "Close details",
        openButtonAriaLabel: "Open details",
        resizeHandleAriaLabel: "Resize details",
        preferencesTitle: "Split panel preferences",
        preferencesPositionLabel: "Position",
        preferencesPositionDescription: "Where the details are shown.",
        preferencesPositionSide: "Side",
        preferencesPositionBottom: "Bottom",
        preferencesConfirm: "Confirm",
        preferencesCancel: "Cancel",
      }}
    >
      {detail.isError ? (
        <FailureAlert failure={detail.error} onRetry={() => void detail.refetch()} />
      ) : detail.data ? (
        <Suspense fallback={<Waiting />}>
          <SourceTabs key={id} detail={detail.data} />
        </Suspense>
      ) : (
        <Waiting />
      )}
    </SplitPanel>
  );
}
