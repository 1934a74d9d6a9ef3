import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Tiles from "@cloudscape-design/components/tiles";
import { useState } from "react";
import { FailureAlert } from "@/components";
import { useConnect, useRead } from "@/data";
import { RegionField } from "@/forms";
import type { AppState } from "@/ipc/AppState";
import type { Identity } from "@/ipc/Identity";
import { identityKey, inOrder } from "./identityKey";

interface Props {
  /** The identity in use, if there is one. */
  current: Identity | null;
  onConnected: (state: AppState) => void;
}

/** The identities of this computer, one to be chosen. */
export function ChooseIdentity({ current, onConnected }: Props) {
  const list = useRead("list_identities", null);
  const connect = useConnect();
  const [picked, setPicked] = useState<string | null>(null);
  const [region, setRegion] = useState("");
  const identities = inOrder(list.data ?? []);
  const inUse = current === null ? null : identityKey(current.reference);
  // Who comes from the sandbox wants something else.
  const first = identities[0] ? identityKey(identities[0].reference) : null;
  const value = picked ?? (inUse === null || inUse === "sandbox" ? first : inUse);
  const chosen = identities.find((i) => identityKey(i.reference) === value);
  const asksRegion =
    chosen !== undefined && chosen.reference.kind !== "sandbox" && chosen.region === null;
  const failure = connect.error;
  const regionError =
    failure?.code === "invalidInput"
      ? failure.fields.find((f) => f.field === "region")?.message
      : undefined;

  if (list.isError) {
    return <FailureAlert failure={list.error} onRetry={() => void list.refetch()} />;
  }
  if (list.isPending) {
    return <StatusIndicator type="loading">Looking for AWS profiles</StatusIndicator>;
  }
  const start = () => {
    if (!chosen) return;
    connect.mutate(
      { identity: chosen.reference, region: asksRegion && region.trim() ? region.trim() : null },
      { onSuccess: onConnected },
    );
  };
  return (
    <SpaceBetween size="l">
      <FormField label="Identity" stretch>
        <Tiles
          value={value}
          columns={identities.length > 2 ? 2 : 1}
          onChange={({ detail }) => {
            setPicked(detail.value);
            connect.reset();
          }}
          items={identities.map((i) => ({
            value: identityKey(i.reference),
            label: <IdentityLabel identity={i} inUse={identityKey(i.reference) === inUse} />,
            description: <IdentityDetail identity={i} />,
          }))}
        />
      </FormField>
      {!identities.some((i) => i.reference.kind === "profile") && (
        <Box color="text-body-secondary">
          No AWS profiles were found on this computer. To make one, run <code>aws login</code> or{" "}
          <code>aws configure sso</code> with the AWS CLI, then{" "}
          <Button variant="inline-link" onClick={() => void list.refetch()}>
            look again
          </Button>
          .
        </Box>
      )}
      {asksRegion && (
        <RegionField
          value={region}
          onChange={setRegion}
          description="This identity has no Region of its own. Rolebridge uses this one."
          suggest={identities.flatMap((i) => (i.region === null ? [] : [i.region]))}
          error={regionError}
        />
      )}
      {failure && regionError === undefined && <FailureAlert failure={failure} />}
      <Button
        variant="primary"
        loading={connect.isPending}
        loadingText="Connecting"
        disabled={!chosen}
        onClick={start}
      >
        Connect
      </Button>
    </SpaceBetween>
  );
}

function IdentityLabel({ identity, inUse }: { identity: Identity; inUse: boolean }) {
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <span>{identity.label}</span>
      {inUse && <Badge color="green">In use</Badge>}
    </SpaceBetween>
  );
}

function IdentityDetail({ identity }: { identity: Identity }) {
  return (
    <>
      {identity.detail}
      <Box color="text-body-secondary" fontSize="body-s">
        {identity.region === null ? "No Region" : `Region ${identity.region}`}
      </Box>
    </>
  );
}
