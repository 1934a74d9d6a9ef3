import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { AccountCell, AssociationStatusIndicator, CopyText, KeyValues } from "@/components";
import type { Association } from "@/ipc/Association";

/** The account that hosts the agent space. */
export function PrimarySource({ association }: { association: Association | null }) {
  return (
    <SpaceBetween size="xs">
      <Header variant="h3">Primary source</Header>
      {association ? (
        <KeyValues
          label="Primary source"
          items={[
            ["Account ID", <AccountCell key="account" account={association.account} />],
            ["Role", <CopyText key="role" text={association.role} what="primary role ARN" short />],
            ["Status", <AssociationStatusIndicator key="s" status={association.status} />],
          ]}
        />
      ) : (
        <Box color="text-body-secondary">
          No primary account is connected, or AWS was not asked yet.
        </Box>
      )}
    </SpaceBetween>
  );
}
