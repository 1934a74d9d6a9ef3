import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { memo } from "react";
import { useFlash } from "@/app";
import { failureFlash } from "@/components";
import { TimeLeft } from "@/components/TimeLeft";
import { readAgain, useAct, useRead } from "@/data";
import type { RunningSession } from "@/ipc/RunningSession";
import { Swatch } from "../EntryLabel";
import "./sessions.css";

const FLASH = "sessions";

/** The sessions that run, with the time left. Nothing where none runs. */
export const RunningSessions = memo(function RunningSessions() {
  const sessions = useRead("list_sessions", null).data ?? [];
  if (sessions.length === 0) return null;
  return (
    <ExpandableSection
      variant="container"
      headerText="Running sessions"
      headerCounter={`(${sessions.length})`}
      defaultExpanded
    >
      <ul className="rb-sessions" aria-label="Running sessions">
        {sessions.map((session) => (
          <Session key={session.entry} session={session} />
        ))}
      </ul>
    </ExpandableSection>
  );
});

function Session({ session }: { session: RunningSession }) {
  const flash = useFlash();
  const renew = useAct("renew_session");
  const end = useAct("end_session");
  const { entry, name, state } = session;
  const settled = {
    onError: (failure: Parameters<typeof failureFlash>[1]) =>
      flash.show(failureFlash(FLASH, failure)),
    onSettled: () => void readAgain("list_sessions"),
  };
  const renewing = state.state === "renewing" || renew.isPending;
  return (
    <li>
      <span>
        <Swatch colour={session.colour} /> <b>{name}</b> {session.account} · {session.role}
      </span>
      <span>
        {state.state === "failed" ? (
          <StatusIndicator type="warning">
            <TimeLeft at={session.expires_at} />. Renewing it failed: {state.reason}
          </StatusIndicator>
        ) : (
          <StatusIndicator type={renewing ? "in-progress" : "success"}>
            <TimeLeft at={session.expires_at} />
            {session.can_renew ? "" : "; a new one needs your MFA device"}
          </StatusIndicator>
        )}
      </span>
      <SpaceBetween direction="horizontal" size="xs">
        <Button
          ariaLabel={`Renew the session of ${name}`}
          loading={renewing}
          disabled={!session.can_renew}
          disabledReason="A new session needs your MFA device: open the entry again."
          onClick={() => renew.mutate(entry, settled)}
        >
          Renew
        </Button>
        <Button
          ariaLabel={`End the session of ${name}`}
          loading={end.isPending}
          onClick={() =>
            end.mutate(entry, {
              ...settled,
              onSuccess: ({ message }) =>
                flash.show({
                  id: FLASH,
                  type: "success",
                  header: `The session of ${name} was ended`,
                  content: message,
                }),
            })
          }
        >
          End
        </Button>
      </SpaceBetween>
    </li>
  );
}
