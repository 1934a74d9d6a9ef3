import { memo } from "react";
import { TimeAgo } from "@/components";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { Glyph } from "./Glyph";
import { optionId } from "./ids";
import { roleParts, roleText } from "./roleParts";

interface Props {
  row: SwitchRow;
  active: boolean;
  selected: boolean;
}

/**
 * An entry in the list, light enough to be drawn between two keystrokes. What the mouse can press in
 * it is named in `data-does` and done by the list.
 */
export const Option = memo(function Option({ row, active, selected }: Props) {
  const { entry } = row;
  const target = roleParts(entry.role);
  const impossible = row.verdict.kind === "impossible";
  return (
    <div
      id={optionId(entry.id)}
      role="option"
      aria-selected={selected}
      className="rb-option"
      data-active={active || undefined}
    >
      <span className="rb-option-colour" style={{ backgroundColor: `#${entry.colour}` }} />
      <span
        className="rb-option-check"
        data-on={selected || undefined}
        title="Select"
        aria-hidden="true"
        data-does="select"
      >
        {selected && <Glyph shape="check" />}
      </span>
      <span
        className="rb-option-star"
        title={entry.favourite ? "Favourite" : "Make it a favourite"}
        aria-hidden="true"
        data-does="star"
      >
        <Glyph shape={entry.favourite ? "starred" : "star"} />
      </span>
      <span className="rb-option-name">{entry.name}</span>
      <span className="rb-option-account">
        {row.account_name !== null && <span>{row.account_name} </span>}
        <span className="rb-option-id">{target.account}</span>
      </span>
      <span className="rb-option-role">{roleText(target)}</span>
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
        data-does="open"
      >
        <Glyph shape={impossible ? "closed" : "open"} />
      </span>
      {entry.favourite && <span className="rb-unseen">, favourite</span>}
    </div>
  );
});
