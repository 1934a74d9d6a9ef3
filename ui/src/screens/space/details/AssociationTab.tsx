import Box from "@cloudscape-design/components/box";
import {
  AccountCell,
  AssociationStatusIndicator,
  CopyText,
  KeyValues,
  TimeAgo,
} from "@/components";
import type { SourceDetail } from "@/ipc/SourceDetail";

/** The connection to the agent space, as AWS gave it last. */
export function AssociationTab({ detail }: { detail: SourceDetail }) {
  const { association } = detail;
  if (!association) {
    return (
      <Box color="text-body-secondary">
        The agent space has no association with this account. Add the account again to connect it.
      </Box>
    );
  }
  return (
    <KeyValues
      label="Association"
      items={[
        ["Status", <AssociationStatusIndicator key="status" status={association.status} />],
        ["Association ID", <CopyText key="id" text={association.id} what="association ID" />],
        ["Type", association.kind === "monitor" ? "Primary source" : "Secondary source"],
        ["Account ID", <AccountCell key="account" account={association.account} />],
        ["Role ARN", <CopyText key="role" text={association.role} what="role ARN" />],
        ["External ID", association.external_id ?? "None"],
        ["Role for elevated actions", association.elevated_role ?? "None"],
        ["Created", <TimeAgo key="created" at={association.created_at} />],
        ["Changed", <TimeAgo key="changed" at={association.updated_at} />],
      ]}
    />
  );
}
