import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import { CopyText } from "@/components";
import type { SourceDetail } from "@/ipc/SourceDetail";
import { ComparedDocument } from "./ComparedDocument";
import { ReadNote } from "./ReadNote";

interface Side {
  found: boolean;
  expected: boolean;
}

/** What the role may do: its managed and inline policies. */
export function PermissionsTab({ detail }: { detail: SourceDetail }) {
  const { found, expected } = detail;
  const managed = union(found?.managed ?? [], expected?.managed ?? []);
  const inline = union(
    (found?.inline ?? []).map((p) => p.name),
    (expected?.inline ?? []).map((p) => p.name),
  );
  const text = (side: typeof found, name: string) =>
    side?.inline.find((p) => p.name === name)?.text ?? null;
  const known = found !== null && expected !== null;
  return (
    <SpaceBetween size="l">
      <ReadNote detail={detail} />
      <SpaceBetween size="s">
        <Header variant="h3" counter={`(${managed.length})`}>
          Managed policies
        </Header>
        {managed.length === 0 && <Box color="text-body-secondary">None</Box>}
        {managed.map((arn) => (
          <div key={arn} className="rb-check-line">
            <CopyText text={arn} what="policy ARN" />
            {known && (
              <Compared
                found={found.managed.includes(arn)}
                expected={expected.managed.includes(arn)}
              />
            )}
          </div>
        ))}
      </SpaceBetween>
      <SpaceBetween size="s">
        <Header variant="h3" counter={`(${inline.length})`}>
          Inline policies
        </Header>
        {inline.length === 0 && <Box color="text-body-secondary">None</Box>}
        {inline.map((name) => (
          <div key={name}>
            {known && (
              <Compared
                found={text(found, name) !== null}
                expected={text(expected, name) !== null}
              />
            )}
            <ComparedDocument
              title={`Inline policy ${name}`}
              found={text(found, name)}
              expected={text(expected, name)}
              findings={detail.findings.find((f) => f.inline === name)?.findings}
            />
          </div>
        ))}
      </SpaceBetween>
    </SpaceBetween>
  );
}

function Compared({ found, expected }: Side) {
  const [type, label]: [StatusIndicatorProps.Type, string] =
    found && expected
      ? ["success", "On the role"]
      : found
        ? ["info", "Not in the template"]
        : ["warning", "Missing on the role"];
  return <StatusIndicator type={type}>{label}</StatusIndicator>;
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}
