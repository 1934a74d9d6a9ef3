import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { memo } from "react";
import { useFlash } from "@/app";
import { failureFlash } from "@/components";
import { TimeAgo } from "@/components/TimeAgo";
import { TimeLeft } from "@/components/TimeLeft";
import { readAgain, useAct, useRead } from "@/data";
import type { RunningSession } from "@/ipc/RunningSession";
import { Swatch } from "../EntryLabel";
import "./sessions.css";

const FLASH = "sessions";

/** The sessions that run, with the time left, and those that ended. Nothing where there is none. */
export const RunningSessions = memo(function RunningSessions() {
  const sessions = useRead("list_sessions", null).data ?? [];
  if (sessions.length === 0) return null;
  return (
    <ExpandableSection
      variant="container"
      headerText="Sessions"
      headerCounter={`(${sessions.length})`}
      defaultExpanded
    >
      <ul className="rb-sessions" aria-label="Sessions">
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
  const ended = state.state === "ended";
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
      <State session={session} renewing={renewing} />
      <SpaceBetween direction="horizontal" size="xs">
        <Button
          ariaLabel={`Renew the session of ${name}`}
          loading={renewing}
          onClick={() => renew.mutate(entry, { ...settled, onSuccess: () => flash.drop(FLASH) })}
        >
          Renew
        </Button>
        {ended ? (
          <Button
            ariaLabel={`Take the session of ${name} off the list`}
            loading={end.isPending}
            onClick={() => end.mutate(entry, settled)}
          >
            Dismiss
          </Button>
        ) : (
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
        )}
      </SpaceBetween>
    </li>
  );
}

/** How long it lasts, and whether it goes on by itself. */
function State({ session, renewing }: { session: RunningSession; renewing: boolean }) {
  const { state } = session;
  if (state.state === "failed") {
    return (
      <StatusIndicator type="warning">
        <TimeLeft at={session.expires_at} />. Renewing it failed: {state.reason}
      </StatusIndicator>
    );
  }
  const type = renewing ? "in-progress" : state.state === "ended" ? "stopped" : "success";
  return (
    <StatusIndicator type={type}>
      {state.state === "ended" ? (
        <>
          ended <TimeAgo at={session.expires_at} />
        </>
      ) : (
        <TimeLeft at={session.expires_at} />
      )}
      {session.can_renew ? "" : "; a new one needs your MFA device"}
    </StatusIndicator>
  );
}
