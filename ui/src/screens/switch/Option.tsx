import { memo, type MouseEvent } from "react";
import { TimeAgo } from "@/components";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { Glyph } from "./Glyph";
import { optionId } from "./ids";
import { roleParts } from "./roleParts";

interface Props {
  row: SwitchRow;
  active: boolean;
  selected: boolean;
  onPick: (row: SwitchRow) => void;
  onOpen: (row: SwitchRow) => void;
  onSelect: (row: SwitchRow) => void;
  onStar: (row: SwitchRow) => void;
}

/** An entry in the list, light enough to be drawn between two keystrokes. */
export const Option = memo(function Option(props: Props) {
  const { row, active, selected } = props;
  const { entry } = row;
  const { account, role } = roleParts(entry.role);
  const impossible = row.verdict.kind === "impossible";
  /** What the mouse can press in it; the keyboard has the same elsewhere. */
  const press = (does: (row: SwitchRow) => void) => (event: MouseEvent) => {
    event.stopPropagation();
    does(row);
  };
  return (
    <div
      id={optionId(entry.id)}
      role="option"
      aria-selected={selected}
      className="rb-option"
      data-active={active || undefined}
      onClick={() => props.onPick(row)}
      onDoubleClick={() => props.onOpen(row)}
    >
      <span className="rb-option-colour" style={{ backgroundColor: `#${entry.colour}` }} />
      <span
        className="rb-option-check"
        data-on={selected || undefined}
        title="Select"
        aria-hidden="true"
        onClick={press(props.onSelect)}
        onDoubleClick={stop}
      >
        {selected && <Glyph shape="check" />}
      </span>
      <span
        className="rb-option-star"
        title={entry.favourite ? "Favourite" : "Make it a favourite"}
        aria-hidden="true"
        onClick={press(props.onStar)}
        onDoubleClick={stop}
      >
        <Glyph shape={entry.favourite ? "starred" : "star"} />
      </span>
      <span className="rb-option-name">{entry.name}</span>
      <span className="rb-option-account">
        {row.account_name !== null && <span>{row.account_name} </span>}
        <span className="rb-option-id">{account}</span>
      </span>
      <span className="rb-option-role">{role}</span>
      <span className="rb-option-region">{entry.region ?? ""}</span>
      <span className="rb-option-group">{entry.group ?? ""}</span>
      <span className="rb-option-used">
        <TimeAgo at={row.last_used} none="" />
      </span>
      <span
        className="rb-option-open"
        data-closed={impossible || undefined}
        title={impossible ? "The console can't be switched to it" : "Open"}
        aria-hidden="true"
        onClick={press(props.onOpen)}
        onDoubleClick={stop}
      >
        <Glyph shape={impossible ? "closed" : "open"} />
      </span>
      {entry.favourite && <span className="rb-unseen">, favourite</span>}
    </div>
  );
});

function stop(event: MouseEvent) {
  event.stopPropagation();
}
