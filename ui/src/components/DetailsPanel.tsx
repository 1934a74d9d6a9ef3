import SplitPanel from "@cloudscape-design/components/split-panel";
import type { ReactNode } from "react";

/** The details of what was chosen in a table, in the shell's split panel. */
export function DetailsPanel({ header, children }: { header: string; children: ReactNode }) {
  return (
    <SplitPanel
      data-details
      header={header}
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
      {children}
    </SplitPanel>
  );
}
