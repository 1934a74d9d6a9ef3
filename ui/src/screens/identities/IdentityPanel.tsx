import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { DetailsPanel } from "@/components/DetailsPanel";
import { CopyText, exactTime, KeyValues, SignInButton, TimeAgo } from "@/components";
import type { IdentityRow } from "@/ipc/IdentityRow";
import { StateCell } from "./columns";
import { canSignIn, kindLabel } from "./words";

/** All that is known of one identity. */
export function IdentityPanel({ row, actions }: { row: IdentityRow; actions: ReactNode }) {
  return (
    <DetailsPanel header={row.identity.label}>
      <SpaceBetween size="l">
        {actions}
        <Said row={row} />
        <Facts row={row} />
      </SpaceBetween>
    </DetailsPanel>
  );
}

/** What stands in the way, and what to do about it. */
function Said({ row }: { row: IdentityRow }) {
  const { state, message, remedy } = row.status;
  if (message === null) return null;
  return (
    <Alert
      type={state === "wrong" ? "error" : "warning"}
      header={message}
      action={canSignIn(row) && <SignInButton identity={row.identity.reference} />}
    >
      {remedy}
    </Alert>
  );
}

function Facts({ row }: { row: IdentityRow }) {
  const { identity, status } = row;
  const { caller, until, renews, checked_at } = status;
  const facts = identity.facts;
  const ends = until === null ? "-" : `${exactTime(until)}${renews ? ", renewed by itself" : ""}`;
  const account = caller ? <CopyText text={caller.account} what="account ID" /> : "Not checked";
  const arn = caller ? <CopyText text={caller.arn} what="ARN" /> : "Not checked";
  return (
    <KeyValues
      label="Identity"
      items={[
        ["State", <StateCell key="state" row={row} />],
        ["Kind", kindLabel(row)],
        ["Configuration", identity.detail],
        ["Account", account],
        ["Signed in as", arn],
        ["Expires", ends],
        ["Region", identity.region],
        ["Partition", facts?.partition],
        ["Last checked", <TimeAgo key="asked" at={checked_at} none="Never" />],
        ["Sign-in", <SignsInWith key="way" row={row} />],
        ["Endpoint of AWS STS", facts?.endpoint ?? "AWS default"],
        ["Runs a program", facts?.runs_program ? "Yes, when it is checked or used" : "No"],
      ]}
    />
  );
}

function SignsInWith({ row }: { row: IdentityRow }) {
  const way = row.identity.facts?.sign_in;
  switch (way?.kind) {
    case "identityCenter":
      return <CopyText text={way.start_url} what="start URL" />;
    case "mfa":
      return <>MFA device {way.device}</>;
    case "command":
      return <CopyText text={way.command} what="command" />;
    default:
      return <>Not needed</>;
  }
}
