import { useEffect } from "react";
import { platform } from "#platform";
import type { Event } from "@/ipc/Event";
import type { CommandName } from "@/platform/types";
import { putCopied } from "./copied";
import { putJob } from "./jobs";
import { queryClient, readAgain, readKey } from "./query";

/** Commands whose answers an event makes stale. */
const stale: Record<Event["kind"], CommandName[]> = {
  plan: ["list_unfinished_plans"],
  job: [],
  sources: ["list_sources", "list_source_values", "get_source", "get_space", "list_spaces"],
  spaces: ["list_spaces", "get_space"],
  drafts: ["list_drafts"],
  identities: ["list_identity_rows", "list_identities"],
  switchEntries: [
    "list_switch_entries",
    "list_sessions",
    "preview_export",
    "get_launch_menu",
    "list_team_entries",
  ],
  sessions: ["list_sessions"],
  sessionExpiring: ["list_sessions"],
  activity: ["list_activity", "list_activity_values"],
  fileDropped: [],
  clipboard: [],
  quickAccess: ["get_quick_access"],
  quickShown: [],
  connection: [
    "start",
    "list_identities",
    "list_identity_rows",
    "list_profiles",
    "get_sandbox",
    "list_spaces",
    "get_space",
    "start_space_form",
    "list_sources",
    "get_source",
    "list_drafts",
    "list_switch_entries",
    "list_team_files",
    "list_team_entries",
    "preview_export",
    "list_sessions",
    "list_unfinished_plans",
  ],
};

/** A run over many sources changes one after the other: read again at most this often. */
const GATHER_MS = 150;

/** Listens to the back end, once, and keeps what the screens show up to date. */
export function EventBridge() {
  useEffect(() => {
    const pending = new Set<CommandName>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const names = [...pending];
      pending.clear();
      void readAgain(...names);
    };
    const stop = platform.onEvent((event) => {
      if (event.kind === "plan") {
        // An answer still under way is older than the event and must not overwrite it.
        const queryKey = readKey("get_plan", event.plan.id);
        void queryClient.cancelQueries({ queryKey }, { revert: false, silent: true });
        queryClient.setQueryData(queryKey, event.plan);
      }
      if (event.kind === "job") putJob(event.job);
      if (event.kind === "clipboard") putCopied(event);
      for (const name of stale[event.kind]) pending.add(name);
      if (pending.size > 0) timer ??= setTimeout(flush, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return null;
}
