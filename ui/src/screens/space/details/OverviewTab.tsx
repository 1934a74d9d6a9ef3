import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import {
  AccountCell,
  CheckList,
  CopyText,
  KeyValues,
  SourceStatusIndicator,
  TimeAgo,
} from "@/components";
import type { Reach } from "@/ipc/Reach";
import type { SourceDetail } from "@/ipc/SourceDetail";
import { useTemplateTitle } from "../capabilities/useTemplateTitle";
import { useVerify } from "../capabilities/useVerify";
import { generationLabel, principalName } from "../words";
import { Exposure } from "./Exposure";

/** Status, facts, and what was checked with which result. */
export function OverviewTab({ detail }: { detail: SourceDetail }) {
  const { source, verification } = detail;
  const templateTitle = useTemplateTitle();
  const { verify, starting } = useVerify();
  return (
    <SpaceBetween size="l">
      {source.status_reason && source.status !== "unsafe" && (
        <Alert type={source.status === "failed" ? "error" : "info"}>{source.status_reason}</Alert>
      )}
      <Exposure detail={detail} />
      <KeyValues
        label="Secondary source"
        items={[
          ["Status", <SourceStatusIndicator key="status" status={source.status} />],
          ["Account ID", <AccountCell key="account" account={source.account} />],
          ["Account name", source.label ?? "-"],
          ["Account alias", source.alias ?? "-"],
          ["Role ARN", <CopyText key="role" text={source.role} what="role ARN" />],
          ["Template", templateTitle(source)],
          ["Generation", source.generation ? generationLabel(source.generation) : "-"],
          ["External ID", source.external_id ?? "None"],
          ["Access from Rolebridge", reachText(source.reach)],
          ["Role changed", <TimeAgo key="changed" at={source.role_changed_at} />],
          ["Added by", principalName(source.added_by) ?? "Not by Rolebridge"],
          ["Added", <TimeAgo key="added" at={source.added_at} />],
          ["Last checked", <TimeAgo key="checked" at={source.last_checked} none="Never" />],
        ]}
      />
      <SpaceBetween size="s">
        <Header
          variant="h3"
          actions={
            <Button loading={starting} onClick={() => verify({ kind: "these", ids: [source.id] })}>
              Verify
            </Button>
          }
        >
          What was checked
        </Header>
        {verification ? (
          <CheckList checks={verification.checks} />
        ) : (
          <Box color="text-body-secondary">
            This source was not verified yet. Choose Verify to check it.
          </Box>
        )}
      </SpaceBetween>
    </SpaceBetween>
  );
}

function reachText(reach: Reach): string {
  switch (reach.kind) {
    case "assumeRole":
      return `Assume ${reach.role}`;
    case "profile":
      return `AWS profile ${reach.name}`;
    case "none":
      return "None. The role cannot be read.";
  }
}
