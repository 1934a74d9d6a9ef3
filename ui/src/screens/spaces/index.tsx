import { useCollection } from "@cloudscape-design/collection-hooks";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useNavigate } from "react-router";
import { routes, usePage } from "@/app";
import { EmptyState, FailureAlert, TimeAgo, useTable } from "@/components";
import { useAppState, useRead, useScreenReady } from "@/data";
import { columnDefinitions, tableColumns } from "./columns";
import { useRefreshSpaces } from "./useRefreshSpaces";

/** All agent spaces of the account. */
export default function Spaces() {
  usePage({ contentType: "table" });
  const navigate = useNavigate();
  const list = useRead("list_spaces", null);
  const sandbox = useAppState().data?.connection?.sandbox ?? false;
  const refresh = useRefreshSpaces(list.data);
  const table = useTable("spaces", tableColumns);
  useScreenReady(!list.isPending);

  const spaces = list.data?.spaces ?? [];
  const create = (
    <Button onClick={() => void navigate(routes.createSpace)} variant="primary">
      Create agent space
    </Button>
  );
  const collection = useCollection(spaces, {
    filtering: {
      filteringFunction: (s, text) =>
        [s.space.name, s.space.space.region, s.space.space.account, s.space.description ?? ""]
          .join("\n")
          .toLowerCase()
          .includes(text.toLowerCase()),
    },
    pagination: { pageSize: table.pageSize },
    sorting: { defaultState: { sortingColumn: { sortingField: "name" } } },
  });
  const { items, filterProps, filteredItemsCount, collectionProps, paginationProps } = collection;
  // Until AWS was asked for the first time, nobody knows whether there are none.
  const unread = list.data?.refreshed_at === null;
  const empty = unread ? (
    <EmptyState
      title="The agent spaces could not be read"
      action={<Button onClick={refresh.start}>Try again</Button>}
    >
      {refresh.failure && `${refresh.failure.message} ${refresh.failure.remedy ?? ""}`}
    </EmptyState>
  ) : filterProps.filteringText ? (
    <EmptyState
      title="No matches"
      action={<Button onClick={() => collection.actions.setFiltering("")}>Clear filter</Button>}
    >
      No agent space matches the filter.
    </EmptyState>
  ) : (
    <EmptyState
      title="No agent spaces"
      action={<Button onClick={() => void navigate(routes.createSpace)}>Create agent space</Button>}
    >
      An agent space is where AWS DevOps Agent works. Create one, or connect with another identity.
    </EmptyState>
  );

  if (list.isError) {
    return <FailureAlert failure={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <Table
      {...collectionProps}
      {...table.look}
      variant="full-page"
      stickyHeader
      trackBy={(s) => `${s.space.space.account}/${s.space.space.region}/${s.space.space.id}`}
      columnDefinitions={columnDefinitions}
      items={items}
      empty={empty}
      loading={
        list.isPending ||
        (spaces.length === 0 && (refresh.running || refresh.first || (unread && list.isFetching)))
      }
      loadingText="Loading agent spaces"
      ariaLabels={{ tableLabel: "Agent spaces" }}
      enableKeyboardNavigation
      header={
        <Header
          variant="awsui-h1-sticky"
          counter={unread ? undefined : `(${spaces.length})`}
          description={
            list.data?.refreshed_at ? (
              <>
                {sandbox ? "Made up by the sandbox, to try things on. Read" : "Read from AWS"}{" "}
                <TimeAgo at={list.data.refreshed_at} />
              </>
            ) : sandbox ? (
              "Not read from the sandbox yet"
            ) : (
              "Not read from AWS yet"
            )
          }
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                iconName="refresh"
                ariaLabel="Refresh agent spaces"
                loading={refresh.running}
                loadingText="Reading agent spaces from AWS"
                onClick={refresh.start}
              />
              {create}
            </SpaceBetween>
          }
        >
          Agent spaces
        </Header>
      }
      filter={
        <TextFilter
          {...filterProps}
          filteringPlaceholder="Find agent spaces"
          filteringAriaLabel="Find agent spaces"
          countText={`${filteredItemsCount ?? 0} ${filteredItemsCount === 1 ? "match" : "matches"}`}
        />
      }
      pagination={<Pagination {...paginationProps} />}
      preferences={table.preferences}
    />
  );
}
