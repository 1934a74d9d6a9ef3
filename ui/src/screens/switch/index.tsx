import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import type { InputProps } from "@cloudscape-design/components/input";
import LiveRegion from "@cloudscape-design/components/live-region";
import Spinner from "@cloudscape-design/components/spinner";
import {
  type KeyboardEvent,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { hash, routes, useFlash, usePage } from "@/app";
import { EmptyState, FailureAlert, failureFlash } from "@/components";
import { readAgain, useAct, useRead, useScreenReady } from "@/data";
import type { NamedColour } from "@/ipc/NamedColour";
import type { SwitchGroup } from "@/ipc/SwitchGroup";
import type { SwitchRow } from "@/ipc/SwitchRow";
import type { SwitchSelection } from "@/ipc/SwitchSelection";
import { Bulk } from "./Bulk";
import { Entry, type Stuck } from "./Entry";
import { type FullForm, EntryDialog, duplicateOf, emptyForm, formOf } from "./form";
import { GroupDialog } from "./GroupDialog";
import { useAfterTyping, useFocusOnceGone, useSearchFocus, useStableCallback } from "./hooks";
import { useLaunch } from "./launch";
import { Pages } from "./Pages";
import { RemoveDialog } from "./RemoveDialog";
import { Results } from "./Results";
import { Samples } from "./Samples";
import { Narrow, SearchField } from "./SearchBar";
import "./switch.css";
import { type Finder, useFinder } from "./useFinder";
import { useListKeys } from "./useListKeys";
import { useSelection } from "./useSelection";
import { RunningSessions } from "./sessions";
import { countOf } from "./words";

const FLASH = "switch";
const noColours: readonly NamedColour[] = [];
const noGroups: readonly SwitchGroup[] = [];

interface Chosen {
  of: SwitchSelection;
  count: number;
  names: readonly string[];
}

/** Coloured shortcuts to roles, found by the keyboard. */
export default function SwitchScreen() {
  usePage({ contentType: "default" });
  const flash = useFlash();
  const finder = useFinder();
  const { rows, list, active, look } = finder;
  const selection = useSelection(rows);
  const launch = useLaunch();
  const colours = useRead("list_colours", null).data ?? noColours;
  const change = useAct("change_switch_entries");
  const move = useAct("move_switch_entry");
  const [editing, setEditing] = useState<FullForm | null>(null);
  const [grouping, setGrouping] = useState<Chosen | null>(null);
  const [removing, setRemoving] = useState<Chosen | null>(null);
  const field = useRef<InputProps.Ref>(null);
  useScreenReady(!list.isPending);
  useEffect(() => () => flash.drop(FLASH), [flash]);
  useSearchFocus(field);
  const [gone, setGone] = useState(0);
  useFocusOnceGone(gone, list.data?.total === 0, field);

  const fail = useCallback(
    (failure: Parameters<typeof failureFlash>[1]) => flash.show(failureFlash(FLASH, failure)),
    [flash],
  );
  const say = useCallback(
    (header: string) => flash.show({ id: FLASH, type: "success", header }),
    [flash],
  );
  const open = useStableCallback(launch.first);
  const { mutate: changeThem } = change;
  const favour = useCallback(
    (of: SwitchSelection, on: boolean) =>
      changeThem(
        { of, change: { kind: "favourite", on } },
        { onError: fail, onSettled: () => void readAgain("list_switch_entries") },
      ),
    [changeThem, fail],
  );
  const { goTo } = finder;
  // The order may change by it; the keyboard stays with the entry.
  const star = useCallback(
    (row: SwitchRow) => {
      goTo(row.entry.id);
      favour({ kind: "some", ids: [row.entry.id] }, !row.entry.favourite);
    },
    [favour, goTo],
  );
  const edit = useCallback((row: SwitchRow) => setEditing(formOf(row.entry)), []);
  const duplicate = useCallback((row: SwitchRow) => setEditing(duplicateOf(row.entry)), []);
  const remove = useCallback(
    (row: SwitchRow) => {
      goTo(row.entry.id);
      const { id, name } = row.entry;
      setRemoving({ of: { kind: "some", ids: [id] }, count: 1, names: [name] });
    },
    [goTo],
  );
  const { mutate: moveIt } = move;
  const moveEntry = useStableCallback((row: SwitchRow, direction: "up" | "down") => {
    const at = (finder.page - 1) * finder.pageSize + rows.indexOf(row);
    goTo(row.entry.id);
    moveIt(
      { id: row.entry.id, to: at + (direction === "up" ? -1 : 1) },
      { onError: fail, onSettled: () => void readAgain("list_switch_entries") },
    );
  });

  const pick = useCallback((row: SwitchRow) => goTo(row.entry.id), [goTo]);
  const { toggle, add: choose } = selection;
  const does = useMemo(
    () => ({ open, star, select: toggle, selectPage: () => choose(rows) }),
    [open, star, toggle, choose, rows],
  );
  const keys = useListKeys(finder, does);
  const onListKey = useCallback(
    (event: KeyboardEvent) => {
      if (keys(event, "list")) event.preventDefault();
    },
    [keys],
  );

  // The list is drawn first. What is said of one entry, and what surrounds the list, comes when the
  // typing pauses.
  const typing = finder.foundFirst && finder.typed;
  const paused = useAfterTyping(active, finder.search, typing);
  // Of the same entry only the newest is shown: it may just have been changed.
  const shown = paused?.entry.id === active?.entry.id ? active : paused;
  const groups = useAfterTyping(list.data?.groups ?? noGroups, finder.search, typing);
  const page = useAfterTyping(finder.page, finder.search, typing);
  const pages = useAfterTyping(finder.pages, finder.search, typing);
  const total = list.data?.total ?? 0;
  const all = list.data?.all ?? 0;
  const chosen: Chosen = { of: selection.of, count: selection.count, names: selection.names };
  const add = useCallback(() => setEditing(emptyForm(colours[0]?.hex ?? "")), [colours]);
  const counted = list.data?.all;
  // Not drawn anew with each key.
  const header = useMemo(
    () => (
      <Header
        variant="h1"
        counter={counted === undefined ? undefined : `(${counted.toLocaleString("en")})`}
        description="Search by any part of a name, account or role. Enter opens it, / goes back to the search."
        actions={
          <Button variant="primary" onClick={add}>
            Add entry
          </Button>
        }
      >
        Switch roles
      </Header>
    ),
    [counted, add],
  );
  const stuck = shown && look.order === "manual" ? stuckAt(finder, shown, total) : null;

  if (list.isError) {
    return <FailureAlert failure={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <div className="rb-switch" data-answers={finder.answers}>
      {header}
      <RunningSessions />
      <div className="rb-switch-bar">
        <div className="rb-switch-search">
          <SearchField
            field={field}
            value={finder.search}
            active={active?.entry.id ?? null}
            onType={finder.type}
            onKey={(pressed) => keys(pressed, "search")}
          />
        </div>
        <Narrow
          groups={groups}
          filters={finder.filters}
          look={look}
          onFilter={finder.filter}
          onShow={finder.show}
        />
      </div>
      {selection.count > 0 ? (
        <Bulk
          count={selection.count}
          total={total}
          all={selection.all}
          onAll={() => selection.takeAll(finder.query, total)}
          onGroup={() => setGrouping(chosen)}
          onFavourite={(on) => favour(selection.of, on)}
          onRemove={() => setRemoving(chosen)}
          onClear={selection.clear}
        />
      ) : (
        <div className="rb-switch-count">
          <span>{all > 0 && (finder.narrowed ? `${countOf(total)} found` : countOf(total))}</span>
          <Pages page={page} pages={pages} onTurn={finder.turn} />
        </div>
      )}
      <LiveRegion hidden>
        {list.data && finder.settled && finder.narrowed ? `${countOf(total)} found` : ""}
      </LiveRegion>
      {list.isPending ? (
        <div className="rb-switch-waiting">
          <Spinner /> Loading entries
        </div>
      ) : total === 0 ? (
        all === 0 ? (
          <EmptyState
            title="No entries"
            action={
              <div className="rb-switch-empty">
                <Button href={hash(routes.transfer)}>Import entries</Button>
                <Button onClick={add}>Add entry</Button>
                <Samples />
              </div>
            }
          >
            An entry is a coloured shortcut to one role in one account. Add one, or import those you
            have in another tool.
          </EmptyState>
        ) : (
          <EmptyState
            title="No matches"
            action={<Button onClick={finder.clear}>Show all entries</Button>}
          >
            No entry matches what you typed or chose.
          </EmptyState>
        )
      ) : (
        <div className="rb-switch-found">
          <Results
            rows={rows}
            look={look.look}
            grouped={look.order === "group"}
            active={active?.entry.id ?? null}
            still={finder.foundFirst}
            selected={selection.shown}
            onKeyDown={onListKey}
            onPick={pick}
            does={does}
          />
          {shown && (
            <Entry
              row={shown}
              stuck={stuck}
              stale={shown.entry.id !== active?.entry.id}
              onMove={moveEntry}
              onStar={star}
              onEdit={edit}
              onDuplicate={duplicate}
              onRemove={remove}
            />
          )}
        </div>
      )}
      {editing && (
        <Suspense>
          <EntryDialog
            start={editing}
            colours={colours}
            groups={groups}
            onClose={() => setEditing(null)}
            onSaved={(name, id) => {
              setEditing(null);
              // Found first or not: what was saved is what one wants to see.
              goTo(id);
              say(`${name} was saved`);
            }}
          />
        </Suspense>
      )}
      {grouping && (
        <GroupDialog
          {...grouping}
          groups={groups}
          onClose={() => setGrouping(null)}
          onDone={(said) => {
            setGrouping(null);
            selection.clear();
            say(said);
          }}
        />
      )}
      {removing && (
        <RemoveDialog
          {...removing}
          onClose={() => setRemoving(null)}
          onRemoved={(said) => {
            setRemoving(null);
            setGone((times) => times + 1);
            selection.clear();
            say(said);
          }}
        />
      )}
    </div>
  );
}

/** Why an entry can't be moved in a direction. Places count among all entries, not those found. */
function stuckAt(finder: Finder, row: SwitchRow, total: number): Stuck {
  const at = (finder.page - 1) * finder.pageSize + finder.rows.indexOf(row);
  const narrowed = finder.narrowed ? "Clear the search and the filters to move entries." : null;
  return {
    up: narrowed ?? (at === 0 ? "This is the first entry." : null),
    down: narrowed ?? (at === total - 1 ? "This is the last entry." : null),
  };
}
