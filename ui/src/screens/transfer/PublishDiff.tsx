import { Fragment } from "react";
import "@/components/components.css";
import type { PublishLine } from "@/ipc/PublishLine";
import type { PublishLineKind } from "@/ipc/PublishLineKind";

const signs: Record<PublishLineKind, [string, string, string]> = {
  same: [" ", "", ""],
  removed: ["-", "Removed", "rb-diff-removed"],
  added: ["+", "Added", "rb-diff-added"],
};

/** As many lines are drawn: those of 20,000 entries would hold up the window for minutes. */
const DRAWN = 1000;

/** The lines of a file that change, with some around them. */
export function PublishDiff({ lines }: { lines: readonly PublishLine[] }) {
  let next: number | null = null;
  const rows = lines.slice(0, DRAWN).map((line, i) => {
    const gap = line.line !== null && next !== null && line.line !== next;
    if (line.line !== null) next = line.line + 1;
    return { line, gap, key: i };
  });
  return (
    // What scrolls has to be within reach of the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="rb-diff" role="group" aria-label="Lines that change" tabIndex={0}>
      <table>
        <thead className="rb-hidden">
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Change</th>
            <th scope="col">Text</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, gap, key }) => {
            const [sign, word, className] = signs[line.kind];
            return (
              <Fragment key={key}>
                {gap && (
                  <tr>
                    <td className="rb-diff-number">...</td>
                    <td />
                    <td />
                  </tr>
                )}
                <tr className={className}>
                  <td className="rb-diff-number">{line.line}</td>
                  <td className="rb-diff-sign">
                    {sign}
                    <span className="rb-hidden">{word}</span>
                  </td>
                  <td className="rb-diff-text">{line.text}</td>
                </tr>
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {lines.length > DRAWN && (
        <p className="rb-diff-more">
          {(lines.length - DRAWN).toLocaleString("en")} more lines change, and are not shown here.
        </p>
      )}
    </div>
  );
}
