import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { TimeAgo } from "@/components";
import type { ImportSkip } from "@/ipc/ImportSkip";
import type { LastChange } from "@/ipc/LastChange";
import type { TeamDifference } from "@/ipc/TeamDifference";
import { targetInWords } from "../switch/roleParts";

/** Who changed a file last, and when. */
export function TeamChange({ change }: { change: LastChange }) {
  const { commit, at } = change;
  if (!commit) {
    return (
      <span>
        <TimeAgo at={at} />, not in a git checkout
      </span>
    );
  }
  return (
    <span>
      <TimeAgo at={at} /> by {commit.author}, commit <code>{commit.id}</code>
      {commit.changed_since && ". Changed since, not committed."}
    </span>
  );
}

const MOST = 100;

interface PartProps {
  title: string;
  count: number;
  children: React.ReactNode;
}

function Part({ title, count, children }: PartProps) {
  if (count === 0) return null;
  return (
    <section aria-label={title}>
      <Box variant="strong">
        {title} ({count})
      </Box>
      <ul className="rb-transfer-lines">
        {children}
        {count > MOST && <li>and {count - MOST} more</li>}
      </ul>
    </section>
  );
}

/** What taking a team file changes. */
export function TeamDifferenceView({ difference }: { difference: TeamDifference }) {
  const { added, changed, removed, warnings } = difference;
  return (
    <SpaceBetween size="s">
      {added.length + changed.length + removed.length === 0 && (
        <Box color="text-body-secondary">The file brings no entries.</Box>
      )}
      <Part title="Added" count={added.length}>
        {added.slice(0, MOST).map((a) => (
          <li key={a.name} className="rb-transfer-value">
            Line {a.line}: {a.name}, {targetInWords(a.role)}
            {a.settings.map((s) => (
              <Box key={s.field} color="text-body-secondary">
                {s.field}: {s.value}
              </Box>
            ))}
          </li>
        ))}
      </Part>
      <Part title="Changed" count={changed.length}>
        {changed.slice(0, MOST).map((c) => (
          <li key={c.name} className="rb-transfer-value">
            Line {c.line}: {c.name}
            {c.changes.map((change) => (
              <Box key={change.field} color="text-body-secondary">
                {change.field}: {change.from ?? "none"} {"\u2192"} {change.to ?? "none"}
              </Box>
            ))}
          </li>
        ))}
      </Part>
      <Part title="Removed" count={removed.length}>
        {removed.slice(0, MOST).map((r) => (
          <li key={r.name} className="rb-transfer-value">
            {r.name}, {targetInWords(r.role)}
          </li>
        ))}
      </Part>
      <Part title="To know" count={warnings.length}>
        {warnings.slice(0, MOST).map((w) => (
          <li key={`${w.line} ${w.notice}`}>
            Line {w.line}: {w.name}. {w.notice}
          </li>
        ))}
      </Part>
    </SpaceBetween>
  );
}

/** What of a team file becomes no entry on this computer, and why. */
export function TeamLeftOut({ lines }: { lines: readonly ImportSkip[] }) {
  return (
    <Part title="Left out on this computer" count={lines.length}>
      {lines.slice(0, MOST).map((l) => (
        <li key={`${l.line} ${l.name}`} className="rb-transfer-value">
          Line {l.line}: {l.name}
          <Box color="text-body-secondary">{l.reason}</Box>
        </li>
      ))}
    </Part>
  );
}

/** Where a team file is, and what it calls itself. */
export function TeamPlace({ title, path }: { title: string | null; path: string }) {
  return (
    <div className="rb-transfer-value">
      {title !== null && (
        <>
          <strong>{title}</strong>,{" "}
        </>
      )}
      {path}
    </div>
  );
}
