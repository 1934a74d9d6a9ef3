import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import ToggleButton from "@cloudscape-design/components/toggle-button";
import { memo } from "react";
import { AccountCell, TimeAgo } from "@/components";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { inkOn } from "./EntryLabel";
import { LaunchActions } from "./launch";
import { roleParts } from "./roleParts";
import { useTeam } from "./useTeam";
import { WaysList } from "./WaysList";

/** Why an entry can't be moved; nothing if it can. */
export type Stuck = Record<"up" | "down", string | null>;

interface Props {
  row: SwitchRow;
  /** Nothing where the order is not one made by hand. */
  stuck: Stuck | null;
  /** Another entry was chosen since: until it is shown, nothing here can be pressed. */
  stale: boolean;
  onMove: (row: SwitchRow, direction: "up" | "down") => void;
  onStar: (row: SwitchRow) => void;
  onEdit: (row: SwitchRow) => void;
  onDuplicate: (row: SwitchRow) => void;
  onRemove: (row: SwitchRow) => void;
}

/** The entry the keyboard is at: where it leads, whether it can, and what can be done with it. */
export const Entry = memo(function Entry(props: Props) {
  const { row, stuck, stale } = props;
  const { entry, verdict } = row;
  const team = useTeam().get(entry.id);
  const theirs = team
    ? {
        disabled: true,
        disabledReason: `It is read from the team file ${team}. Duplicate it as your own to change it.`,
      }
    : {};
  return (
    <section className="rb-entry" aria-label={`Entry ${entry.name}`} inert={stale}>
      <div
        className="rb-entry-band"
        style={{ backgroundColor: `#${entry.colour}`, color: inkOn(entry.colour) }}
      >
        <h2>{entry.name}</h2>
      </div>
      <div className="rb-entry-body">
        <SpaceBetween size="m">
          <div className="rb-entry-actions">
            <LaunchActions key={entry.id} entry={row} />
            <ToggleButton
              variant="icon"
              iconName="star"
              pressedIconName="star-filled"
              pressed={entry.favourite ?? false}
              onChange={() => props.onStar(row)}
              ariaLabel={`Favourite ${entry.name}`}
            />
            <div className="rb-entry-actions">
              <Button
                ariaLabel={`Edit ${entry.name}`}
                {...theirs}
                onClick={() => props.onEdit(row)}
              >
                Edit
              </Button>
              <Button ariaLabel={`Duplicate ${entry.name}`} onClick={() => props.onDuplicate(row)}>
                {team ? "Duplicate as my own" : "Duplicate"}
              </Button>
              <Button
                ariaLabel={`Remove ${entry.name}`}
                {...theirs}
                onClick={() => props.onRemove(row)}
              >
                Remove
              </Button>
              {stuck &&
                (["up", "down"] as const).map((direction) => (
                  <Button
                    key={direction}
                    iconName={direction === "up" ? "angle-up" : "angle-down"}
                    variant="icon"
                    ariaLabel={`Move ${entry.name} ${direction}`}
                    disabled={stuck[direction] !== null}
                    disabledReason={stuck[direction] ?? undefined}
                    onClick={() => props.onMove(row, direction)}
                  />
                ))}
            </div>
          </div>
          <WaysList name={entry.name} ways={row.ways} switched={verdict.kind !== "notSwitched"} />
          {verdict.kind === "unknown" && (
            <StatusIndicator type="info">
              <span className="rb-entry-reason">{verdict.reason}</span>
            </StatusIndicator>
          )}
          {verdict.kind === "impossible" && (
            <div>
              <StatusIndicator type="warning">
                <span className="rb-entry-reason">{verdict.reason}</span>
              </StatusIndicator>
              <Box color="text-body-secondary">{verdict.instead}</Box>
            </div>
          )}
          {team && (
            <StatusIndicator type="info">
              <span className="rb-entry-reason">From the team file {team}, only read</span>
            </StatusIndicator>
          )}
          <Facts row={row} />
        </SpaceBetween>
      </div>
    </section>
  );
});

/** What is known of an entry, without what it does not have. */
function Facts({ row }: { row: SwitchRow }) {
  const { entry } = row;
  const { account, role, permissionSet } = roleParts(entry.role);
  const session = entry.session;
  const target = [
    {
      label: "Account",
      value: (
        <>
          {row.account_name !== null && `${row.account_name} `}
          <AccountCell account={account} />
        </>
      ),
    },
    { label: permissionSet ? "Permission set" : "Role", value: role },
  ];
  const items = [
    entry.region !== null && { label: "Region", value: entry.region },
    entry.group !== undefined && { label: "Group", value: entry.group },
    entry.external_id !== null && { label: "External ID", value: entry.external_id },
    session?.profile && {
      label: permissionSet ? "Profile" : "Begins with profile",
      value: session.profile,
    },
    session !== undefined &&
      session.chain.length > 0 && {
        label: "By way of",
        value: session.chain.map((hop) => <div key={hop.role}>{roleParts(hop.role).role}</div>),
      },
    session?.mfa && { label: "MFA device", value: session.mfa },
    session !== undefined &&
      session.tags.length > 0 && {
        label: "Session tags",
        value: (
          <SpaceBetween direction="horizontal" size="xxs">
            {session.tags.map((tag) => (
              <Badge key={tag.key}>{`${tag.key} = ${tag.value}`}</Badge>
            ))}
          </SpaceBetween>
        ),
      },
    { label: "Last used", value: <TimeAgo at={row.last_used} none="Never" /> },
  ];
  const notes = {
    label: "Notes",
    value: <span className="rb-entry-notes">{entry.notes}</span>,
  };
  return (
    <SpaceBetween size="m">
      {/* A role's name is long, and is no help in pieces. */}
      <KeyValuePairs columns={2} minColumnWidth={240} items={target} />
      <KeyValuePairs columns={4} minColumnWidth={130} items={items.flatMap((item) => item || [])} />
      {/* Sentences take the whole width. */}
      {entry.notes !== undefined && <KeyValuePairs columns={1} items={[notes]} />}
    </SpaceBetween>
  );
}
