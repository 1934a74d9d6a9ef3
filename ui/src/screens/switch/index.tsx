import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Cards from "@cloudscape-design/components/cards";
import Header from "@cloudscape-design/components/header";
import LiveRegion from "@cloudscape-design/components/live-region";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useEffect, useState } from "react";
import { useFlash, usePage } from "@/app";
import { EmptyState, FailureAlert } from "@/components";
import { useRead, useScreenReady } from "@/data";
import { useDebounced } from "@/forms";
import type { SwitchEntry } from "@/ipc/SwitchEntry";
import type { SwitchForm } from "@/ipc/SwitchForm";
import { cards } from "./cards";
import { EntryDialog } from "./EntryDialog";
import { RemoveDialog } from "./RemoveDialog";
import { emptyForm, formOf } from "./roleParts";
import { everything, useEntryMove } from "./useEntryMove";

const FLASH = "switch";

/** Coloured shortcuts to roles. */
export default function SwitchScreen() {
  usePage({ contentType: "cards" });
  const flash = useFlash();
  const [search, setSearch] = useState("");
  const settled = useDebounced(search.trim(), 150);
  const list = useRead("list_switch_entries", everything(settled), { keepPrevious: true });
  const colours = useRead("list_colours", null).data ?? [];
  const [editing, setEditing] = useState<SwitchForm | null>(null);
  const [removing, setRemoving] = useState<SwitchEntry | null>(null);
  const rows = list.data?.rows ?? [];
  const order = useEntryMove(rows);
  useScreenReady(!list.isPending);
  useEffect(() => () => flash.drop(FLASH), [flash]);

  const add = (
    <Button variant="primary" onClick={() => setEditing(emptyForm(colours[0]?.hex ?? ""))}>
      Add entry
    </Button>
  );

  if (list.isError) {
    return <FailureAlert failure={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <>
      <Cards
        variant="full-page"
        items={rows}
        trackBy={(row) => String(row.entry.id)}
        loading={list.isPending}
        loadingText="Loading entries"
        cardsPerRow={[{ cards: 1 }, { minWidth: 640, cards: 2 }, { minWidth: 1100, cards: 3 }]}
        ariaLabels={{
          itemSelectionLabel: () => "",
          selectionGroupLabel: "",
          cardsLabel: "Entries",
        }}
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={settled === "" && list.data ? `(${rows.length})` : undefined}
            description="Shortcuts to the console's switch-role page, each with its own colour."
            actions={add}
          >
            Switch roles
          </Header>
        }
        filter={
          <TextFilter
            filteringText={search}
            onChange={({ detail }) => setSearch(detail.filteringText)}
            filteringPlaceholder="Find entries"
            filteringAriaLabel="Find entries"
            filteringClearAriaLabel="Clear the search"
            countText={settled === "" ? "" : matches(rows.length)}
          />
        }
        empty={
          settled === "" ? (
            <EmptyState title="No entries" action={add}>
              An entry opens the console's switch-role page for one role, filled in.
            </EmptyState>
          ) : (
            <EmptyState
              title="No matches"
              action={<Button onClick={() => setSearch("")}>Clear the search</Button>}
            >
              No entry matches what you typed.
            </EmptyState>
          )
        }
        cardDefinition={cards({
          rows,
          colours,
          searching: settled !== "",
          order,
          onEdit: (row) => setEditing(formOf(row.entry)),
          onRemove: (row) => setRemoving(row.entry),
        })}
      />
      {order.failure && (
        <Box margin={{ top: "m" }}>
          <FailureAlert failure={order.failure} />
        </Box>
      )}
      <LiveRegion hidden>{order.said}</LiveRegion>
      {editing && (
        <EntryDialog
          start={editing}
          colours={colours}
          onClose={() => setEditing(null)}
          onSaved={(form) => {
            setEditing(null);
            flash.show({ id: FLASH, type: "success", header: `${form.name} was saved` });
          }}
        />
      )}
      {removing && (
        <RemoveDialog
          entry={removing}
          onClose={() => setRemoving(null)}
          onRemoved={() => {
            flash.show({ id: FLASH, type: "success", header: `${removing.name} was removed` });
            setRemoving(null);
          }}
        />
      )}
    </>
  );
}

function matches(count: number): string {
  return `${count} ${count === 1 ? "match" : "matches"}`;
}
