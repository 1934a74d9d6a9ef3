import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { useNavigate } from "react-router";
import { routes } from "@/app";
import type { Source } from "@/ipc/Source";
import type { SpaceRef } from "@/ipc/SpaceRef";
import type { Refresh } from "./useRefreshSources";
import { useVerify } from "./useVerify";

const UpdateDialog = lazy(() => import("../dialogs/UpdateDialog"));
const RemoveDialog = lazy(() => import("../dialogs/RemoveDialog"));
const SettingsDialog = lazy(() => import("../dialogs/SettingsDialog"));

export interface SourcesHeaderProps {
  space: SpaceRef;
  total: number;
  selected: Source[];
  refresh: Refresh;
}

/** Heading of the secondary sources, with what can be done to those selected. */
export function SourcesHeader({ space, total, selected, refresh }: SourcesHeaderProps) {
  const navigate = useNavigate();
  const { verify, starting } = useVerify();
  const [dialog, setDialog] = useState<"update" | "remove" | "settings" | null>(null);
  const some = selected.length > 0;
  const [one] = selected.length === 1 ? selected : [];
  const close = () => setDialog(null);
  return (
    <>
      <Header
        variant="h3"
        counter={some ? `(${selected.length}/${total})` : `(${total})`}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              iconName="refresh"
              ariaLabel="Refresh secondary sources"
              loading={refresh.running}
              loadingText="Reading secondary sources from AWS"
              onClick={refresh.start}
            />
            <Button
              disabled={total === 0}
              loading={starting}
              onClick={() =>
                verify(
                  some ? { kind: "these", ids: selected.map((s) => s.id) } : { kind: "all", space },
                )
              }
            >
              {some ? "Verify" : "Verify all"}
            </Button>
            <Button
              disabled={!one}
              disabledReason="Select one secondary source."
              onClick={() => setDialog("settings")}
            >
              Edit
            </Button>
            <Button
              disabled={!one}
              disabledReason="Select one secondary source."
              onClick={() => setDialog("update")}
            >
              Update
            </Button>
            <Button
              disabled={!some}
              disabledReason="Select one or more secondary sources."
              onClick={() => setDialog("remove")}
            >
              Remove
            </Button>
            <Button variant="primary" onClick={() => void navigate(routes.addSource(space))}>
              Add
            </Button>
          </SpaceBetween>
        }
      >
        Secondary sources
      </Header>
      <Suspense fallback={null}>
        {dialog === "update" && one && <UpdateDialog source={one} onClose={close} />}
        {dialog === "settings" && one && <SettingsDialog source={one} onClose={close} />}
        {dialog === "remove" && <RemoveDialog sources={selected} onClose={close} />}
      </Suspense>
    </>
  );
}
