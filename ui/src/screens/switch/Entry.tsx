import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { AccountCell } from "@/components";
import type { Focusable } from "@/forms";
import type { NamedColour } from "@/ipc/NamedColour";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { EntryLabel, Swatch } from "./EntryLabel";
import { LaunchActions } from "./launch";
import { roleParts } from "./roleParts";
import type { Direction } from "./useEntryMove";
import { WaysList } from "./WaysList";

interface HeadProps {
  row: SwitchRow;
  /** Why it can't be moved; nothing if it can. */
  stuck: Record<Direction, string | null>;
  register: (direction: Direction) => (button: Focusable | null) => void;
  onMove: (direction: Direction) => void;
  onEdit: () => void;
  onRemove: () => void;
}

/** The name of an entry on its colour, and what moves or changes it. */
export function EntryHead(props: HeadProps) {
  const { row, stuck, register } = props;
  const { name, colour } = row.entry;
  return (
    <div className="rb-entry-head">
      <EntryLabel name={name} colour={colour} />
      <SpaceBetween direction="horizontal" size="xxs">
        {(["up", "down"] as const).map((direction) => (
          <Button
            key={direction}
            ref={register(direction)}
            variant="icon"
            iconName={direction === "up" ? "angle-up" : "angle-down"}
            ariaLabel={`Move ${name} ${direction}`}
            disabled={stuck[direction] !== null}
            disabledReason={stuck[direction] ?? undefined}
            onClick={() => props.onMove(direction)}
          />
        ))}
        <Button variant="icon" iconName="edit" ariaLabel={`Edit ${name}`} onClick={props.onEdit} />
        <Button
          variant="icon"
          iconName="remove"
          ariaLabel={`Remove ${name}`}
          onClick={props.onRemove}
        />
      </SpaceBetween>
    </div>
  );
}

interface BodyProps {
  row: SwitchRow;
  colours: readonly NamedColour[];
}

/** Where an entry leads, and whether it can. */
export function EntryBody({ row, colours }: BodyProps) {
  const { entry, verdict } = row;
  const { account, role } = roleParts(entry.role);
  const colour = colours.find((c) => c.hex.toLowerCase() === entry.colour.toLowerCase());
  const impossible = verdict.kind === "impossible";
  return (
    <SpaceBetween size="s">
      <KeyValuePairs
        columns={2}
        items={[
          { label: "Account", value: <AccountCell account={account} /> },
          { label: "Role", value: role },
          {
            label: "Colour",
            value: (
              <>
                <Swatch colour={entry.colour} /> {colour?.name ?? `#${entry.colour}`}
              </>
            ),
          },
          { label: "Region", value: entry.region ?? "-" },
        ]}
      />
      <WaysList name={entry.name} ways={row.ways} />
      {verdict.kind === "unknown" && (
        <StatusIndicator type="info">
          <span className="rb-entry-reason">{verdict.reason}</span>
        </StatusIndicator>
      )}
      {impossible && (
        <div>
          <StatusIndicator type="warning">
            <span className="rb-entry-reason">{verdict.reason}</span>
          </StatusIndicator>
          <Box color="text-body-secondary">{verdict.instead}</Box>
        </div>
      )}
      <LaunchActions entry={row} />
    </SpaceBetween>
  );
}
