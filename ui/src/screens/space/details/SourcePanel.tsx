import { lazy, Suspense } from "react";
import { Waiting } from "@/app/Waiting";
import { FailureAlert } from "@/components";
import { DetailsPanel } from "@/components/DetailsPanel";
import { useRead } from "@/data";
import type { SourceId } from "@/ipc/SourceId";
import { sourceName } from "../words";

const SourceTabs = lazy(() => import("./SourceTabs"));

/** The details of a secondary source, beside the list. */
export function SourcePanel({ id }: { id: SourceId }) {
  const detail = useRead("get_source", id);
  return (
    <DetailsPanel header={detail.data ? sourceName(detail.data.source) : "Secondary source"}>
      {detail.isError ? (
        <FailureAlert failure={detail.error} onRetry={() => void detail.refetch()} />
      ) : detail.data ? (
        <Suspense fallback={<Waiting />}>
          <SourceTabs key={id} detail={detail.data} />
        </Suspense>
      ) : (
        <Waiting />
      )}
    </DetailsPanel>
  );
}
