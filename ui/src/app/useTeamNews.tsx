import Button from "@cloudscape-design/components/button";
import { useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { readAgain, useRead } from "@/data";
import type { TeamState } from "@/ipc/TeamState";
import { useFlash } from "./flash";
import { hash, routes } from "./links";

const news: Partial<Record<TeamState["kind"], string>> = {
  changed: "has changes that are not applied yet",
  broken: "can't be read; the entries applied last stay",
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
  const told = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const now = new Set<string>();
    for (const file of shown ? [] : (files ?? [])) {
      const words = news[file.state.kind];
      if (!words) continue;
      const id = `team-${file.id}`;
      now.add(id);
      flash.show({
        id,
        type: file.state.kind === "broken" ? "warning" : "info",
        header: `The team file ${file.name} ${words}`,
        action: <Button href={hash(routes.transferTab("team"))}>Show team files</Button>,
      });
    }
    // What is still true stays where it is: somebody may be about to click it.
    for (const id of told.current) if (!now.has(id)) flash.drop(id);
    told.current = now;
  }, [files, shown, flash]);
}
