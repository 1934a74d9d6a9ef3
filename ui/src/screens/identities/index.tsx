import { useCollection } from "@cloudscape-design/collection-hooks";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { lazy, Suspense, useMemo, useState } from "react";
import { useFlash, usePage } from "@/app";
import { EmptyState, FailureAlert, useTable } from "@/components";
import { useRead, useScreenReady } from "@/data";
import type { IdentityRow } from "@/ipc/IdentityRow";
import { definitions, tableColumns } from "./columns";
import { IdentityPanel } from "./IdentityPanel";
import { useIdentityActions } from "./useIdentityActions";
import { canSignIn, kindLabel, rowId, stateLabel } from "./words";

const KeyDialog = lazy(() => import("./KeyDialog"));
const RemoveKeyDialog = lazy(() => import("./RemoveKeyDialog"));

function matches(row: IdentityRow, text: string): boolean {
  const { identity, status } = row;
  const all = [
    identity.label,
    identity.detail,
    identity.region,
    identity.facts?.partition,
    kindLabel(row),
    stateLabel(status.state)[1],
    status.caller?.arn,
  ];
  const words = text.toLowerCase().split(/\s+/);
  const found = all.join("\n").toLowerCase();
  return words.every((w) => found.includes(w));
}

/** All ways to get credentials on this computer: who each is, until when, and signing in again. */
export default function Identities() {
  const list = useRead("list_identity_rows", null);
  const table = useTable("identities", tableColumns);
  const act = useIdentityActions();
  const flash = useFlash();
  const [open, setOpen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<IdentityRow | null>(null);
  useScreenReady(!list.isPending);

  const rows = list.data ?? [];
  const opened = rows.find((r) => rowId(r) === open);
  const columns = useMemo(() => definitions((r) => setOpen(rowId(r))), []);
  const collection = useCollection(rows, {
    filtering: { filteringFunction: matches },
    pagination: { pageSize: table.pageSize },
    sorting: {},
    selection: { keepSelection: true, trackBy: rowId },
  });
  const { items, filterProps, filteredItemsCount, collectionProps, paginationProps } = collection;
  const selected = collectionProps.selectedItems ?? [];

  const actionsFor = (chosen: readonly IdentityRow[]) => (
    <Actions
      chosen={chosen}
      connecting={act.connecting}
      onUse={act.use}
      onCheck={(all) => act.check(all.map((r) => r.identity.reference))}
      onSignIn={(row, withCode) => act.signIn(row.identity.reference, withCode)}
      onRemove={setRemoving}
    />
  );
  usePage({
    contentType: "table",
    splitPanel: opened && <IdentityPanel row={opened} actions={actionsFor([opened])} />,
    splitPanelOpen: opened !== undefined,
    onSplitPanelToggle: (shown) => {
      if (!shown) setOpen(null);
    },
  });

  if (list.isError) {
    return <FailureAlert failure={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <>
      <Suspense fallback={null}>
        {adding && (
          <KeyDialog
            onClose={() => setAdding(false)}
            onKept={(identity, label) => {
              setAdding(false);
              flash.show({
                id: "identity-kept",
                type: "success",
                header: `${label} was added`,
                content: "Its secret is in the keychain of this computer.",
              });
              act.check([identity]);
            }}
          />
        )}
        {removing?.identity.reference.kind === "key" && (
          <RemoveKeyDialog
            id={removing.identity.reference.access_key}
            label={removing.identity.label}
            onClose={() => setRemoving(null)}
            onRemoved={() => {
              flash.show({
                id: "identities",
                type: "success",
                header: `${removing.identity.label} was removed`,
              });
              setRemoving(null);
              setOpen(null);
              collection.actions.setSelectedItems([]);
            }}
          />
        )}
      </Suspense>
      <Table
        {...collectionProps}
        {...table.look}
        variant="full-page"
        stickyHeader
        resizableColumns
        trackBy={rowId}
        columnDefinitions={columns}
        items={items}
        selectionType="multi"
        enableKeyboardNavigation
        loading={list.isPending}
        loadingText="Reading the AWS configuration"
        ariaLabels={{
          tableLabel: "Identities",
          selectionGroupLabel: "Identities",
          allItemsSelectionLabel: () => "Select all",
          itemSelectionLabel: (_, row) => `Select ${row.identity.label}`,
        }}
        empty={
          filterProps.filteringText ? (
            <EmptyState
              title="No matches"
              action={
                <Button onClick={() => collection.actions.setFiltering("")}>Clear filter</Button>
              }
            >
              No identity matches the filter.
            </EmptyState>
          ) : (
            <EmptyState title="No identities">
              There is no AWS profile on this computer. To make one, run aws configure sso with the
              AWS CLI, or add an access key.
            </EmptyState>
          )
        }
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={list.data ? `(${rows.length})` : undefined}
            description="The ways to get AWS credentials on this computer. AWS is asked only when you check."
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button onClick={act.checkAll} disabled={rows.length === 0}>
                  Check all
                </Button>
                {actionsFor(selected)}
                <Button variant="primary" onClick={() => setAdding(true)}>
                  Add access key
                </Button>
              </SpaceBetween>
            }
          >
            Identities
          </Header>
        }
        filter={
          <TextFilter
            {...filterProps}
            filteringPlaceholder="Find identities"
            filteringAriaLabel="Find identities"
            countText={`${filteredItemsCount ?? 0} ${filteredItemsCount === 1 ? "match" : "matches"}`}
          />
        }
        pagination={<Pagination {...paginationProps} />}
        preferences={table.preferences}
      />
    </>
  );
}

interface ActionsProps {
  chosen: readonly IdentityRow[];
  connecting: boolean;
  onUse: (row: IdentityRow) => void;
  onCheck: (rows: readonly IdentityRow[]) => void;
  onSignIn: (row: IdentityRow, withCode: boolean) => void;
  onRemove: (row: IdentityRow) => void;
}

/** What can be done with the identities chosen. */
function Actions({ chosen, connecting, onUse, onCheck, onSignIn, onRemove }: ActionsProps) {
  const only = chosen.length === 1 ? chosen[0] : undefined;
  const one = only === undefined ? "Choose one identity" : undefined;
  const signs = only !== undefined && canSignIn(only);
  const noSignIn = one ?? (signs ? undefined : "There is nothing to sign in to from here");
  const center = only?.identity.facts?.sign_in?.kind === "identityCenter";
  const kept = only?.identity.reference.kind === "key";
  const item = (id: string, text: string, obstacle: string | undefined) => ({
    id,
    text,
    disabled: obstacle !== undefined,
    ...(obstacle === undefined ? {} : { disabledReason: obstacle }),
  });
  const inUse = only?.in_use ? "It is in use" : undefined;
  return (
    <ButtonDropdown
      disabled={chosen.length === 0}
      loading={connecting}
      loadingText="Connecting"
      items={[
        item("use", "Use this identity", one ?? inUse),
        item("check", "Check", undefined),
        item("signIn", "Sign in", noSignIn),
        item(
          "signInWithCode",
          "Sign in with a code",
          noSignIn ?? (center ? undefined : "Only for IAM Identity Center"),
        ),
        item(
          "remove",
          "Remove",
          one ?? (kept ? inUse : "Only access keys that Rolebridge keeps can be removed"),
        ),
      ]}
      onItemClick={({ detail }) => {
        if (detail.id === "check") onCheck(chosen);
        if (only === undefined) return;
        if (detail.id === "use") onUse(only);
        if (detail.id === "signIn") onSignIn(only, false);
        if (detail.id === "signInWithCode") onSignIn(only, true);
        if (detail.id === "remove") onRemove(only);
      }}
    >
      Actions
    </ButtonDropdown>
  );
}
