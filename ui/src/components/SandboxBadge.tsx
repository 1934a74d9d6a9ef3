import Badge from "@cloudscape-design/components/badge";

/** Marks what is of the sandbox and not of AWS. */
export function SandboxBadge() {
  return <Badge color="severity-low">Sandbox</Badge>;
}
