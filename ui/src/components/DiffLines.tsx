import { diffLines } from "diff";

interface Row {
  sign: "+" | "-" | " ";
  before: number | null;
  after: number | null;
  text: string;
}

function end(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

/** The rows of a unified view of two texts. */
export function diffRows(before: string, after: string): Row[] {
  let left = 0;
  let right = 0;
  return diffLines(end(before), end(after)).flatMap((part) =>
    part.value
      .replace(/\n$/, "")
      .split("\n")
      .map((text): Row => {
        if (part.added) return { sign: "+", before: null, after: ++right, text };
        if (part.removed) return { sign: "-", before: ++left, after: null, text };
        return { sign: " ", before: ++left, after: ++right, text };
      }),
  );
}

const words = { "+": "Added", "-": "Removed", " ": "" } as const;
const classes = { "+": "rb-diff-added", "-": "rb-diff-removed", " ": "" } as const;

/** Loaded when first needed. */
export default function DiffLines(props: { before: string; after: string; label: string }) {
  return (
    // What scrolls has to be within reach of the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="rb-diff" role="group" aria-label={props.label} tabIndex={0}>
      <table>
        <thead className="rb-hidden">
          <tr>
            <th scope="col">Line before</th>
            <th scope="col">Line after</th>
            <th scope="col">Change</th>
            <th scope="col">Text</th>
          </tr>
        </thead>
        <tbody>
          {diffRows(props.before, props.after).map((row) => (
            <tr key={`${row.sign} ${row.before} ${row.after}`} className={classes[row.sign]}>
              <td className="rb-diff-number">{row.before}</td>
              <td className="rb-diff-number">{row.after}</td>
              <td className="rb-diff-sign">
                {row.sign}
                <span className="rb-hidden">{words[row.sign]}</span>
              </td>
              <td className="rb-diff-text">{row.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
