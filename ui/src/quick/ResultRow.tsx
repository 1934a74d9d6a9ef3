import { useEffect, useRef } from "react";
import { TimeLeft } from "@/components/TimeLeft";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { roleParts, roleText } from "@/screens/switch/roleParts";

interface Props {
  row: SwitchRow;
  /** What it is opened by, together with Ctrl. */
  digit: number;
  chosen: boolean;
  /** When its session ends, if one runs. */
  endsAt: string | null;
  onPoint: () => void;
  onOpen: () => void;
}

/** An entry: its colour, its name, where it leads. */
export function ResultRow({ row, digit, chosen, endsAt, onPoint, onOpen }: Props) {
  const { entry } = row;
  const target = roleParts(entry.role);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) item.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    // The keys of the list are those of the field above it.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <li
      ref={item}
      id={`rb-quick-${entry.id}`}
      className="rb-quick-row"
      role="option"
      aria-selected={chosen}
      onMouseMove={chosen ? undefined : onPoint}
      onClick={onOpen}
    >
      <svg className="rb-quick-colour" viewBox="0 0 6 36" aria-hidden="true" focusable="false">
        <rect width="6" height="36" rx="3" fill={`#${entry.colour}`} />
      </svg>
      <span className="rb-quick-name">{entry.name}</span>
      <span className="rb-quick-where">
        {[row.account_name, target.account, roleText(target), entry.region]
          .filter(Boolean)
          .join(" · ")}
      </span>
      {endsAt && (
        <span className="rb-quick-left">
          <TimeLeft at={endsAt} />
        </span>
      )}
      <kbd aria-hidden="true">Ctrl+{digit}</kbd>
    </li>
  );
}
