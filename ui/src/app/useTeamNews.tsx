import Button from "@cloudscape-design/components/button";
import { useEffect } from "react";
import { useLocation } from "react-router";
import { readAgain, useRead } from "@/data";
import type { TeamState } from "@/ipc/TeamState";
import { useFlash } from "./flash";
import { hash, routes } from "./links";

const news: Partial<Record<TeamState["kind"], string>> = {
  changed: "has changes that are not taken yet",
  broken: "can't be read; the entries taken last stay",
};

/** Looks at the team files whenever the window comes to the front, and tells what is new. */
export function useTeamNews() {
  const flash = useFlash();
  const files = useRead("list_team_files", null).data;
  // Where they are shown, nobody needs to be told.
  const shown = useLocation().pathname === routes.transferTab("team");
  useEffect(() => {
    const look = () => void readAgain("list_team_files");
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, []);
  useEffect(() => {
    if (!files || shown) return undefined;
    for (const file of files) {
      const words = news[file.state.kind];
      if (words) {
        flash.show({
          id: `team-${file.id}`,
          type: file.state.kind === "broken" ? "warning" : "info",
          header: `The team file ${file.name} ${words}`,
          action: <Button href={hash(routes.transferTab("team"))}>Show team files</Button>,
        });
      }
    }
    return () => {
      for (const file of files) flash.drop(`team-${file.id}`);
    };
  }, [files, shown, flash]);
}
