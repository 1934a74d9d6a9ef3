import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { platform } from "#platform";
import { usePage } from "@/app";
import {
  EmptyState,
  emptyQuery,
  FailureAlert,
  fittingColumns,
  ServerFilter,
  toConditions,
  useTable,
} from "@/components";
import { useRead, useScreenReady } from "@/data";
import type { ActivityColumn } from "@/ipc/ActivityColumn";
import type { ActivityQuery } from "@/ipc/ActivityQuery";
import { definitions, filterProperties, tableColumns, valueLabel } from "./columns";
import { useExport } from "./useExport";

const suggestions = (column: ActivityColumn, prefix: string) =>
  platform.call("list_activity_values", { column, prefix });

/** Who did what when. */
export default function ActivityScreen() {
  usePage({ contentType: "table" });
  const table = useTable("activity", tableColumns);
  const [filter, setFilter] = useState(emptyQuery);
  const [sorting, setSorting] = useState({ sort: "at" as ActivityColumn, descending: true });
  const [page, setPage] = useState(1);
  const query: ActivityQuery = {
    ...toConditions<ActivityColumn>(filter),
    ...sorting,
    page,
    page_size: table.pageSize,
  };
  const list = useRead("list_activity", query, { keepPrevious: true });
  const exporting = useExport();
  useScreenReady(!list.isPending);

  const filtered = filter.tokens.length > 0;
  const matching = list.data?.matching ?? 0;
  const pages = Math.max(1, Math.ceil(matching / table.pageSize));
  // The log may have become shorter than the page that was open, by a filter or a page size.
  if (list.data && !list.isPlaceholderData && page > pages) setPage(pages);
  const { key, ...columns } = fittingColumns(definitions, list.data?.total === 0);
  const clear = () => {
    setFilter(emptyQuery);
    setPage(1);
  };

  return (
    <SpaceBetween size="m">
      {list.isError && <FailureAlert failure={list.error} onRetry={() => void list.refetch()} />}
      <Table
        key={key}
        {...table.look}
        {...columns}
        variant="full-page"
        stickyHeader
        trackBy={(a) => String(a.id)}
        items={list.data?.rows ?? []}
        loading={list.isPending}
        loadingText="Loading activity"
        ariaLabels={{ tableLabel: "Activity" }}
        enableKeyboardNavigation
        sortingColumn={{ sortingField: sorting.sort }}
        sortingDescending={sorting.descending}
        onSortingChange={({ detail }) => {
          setSorting({
            sort: (detail.sortingColumn.sortingField ?? "at") as ActivityColumn,
            descending: detail.isDescending ?? false,
          });
          setPage(1);
        }}
        empty={
          filtered ? (
            <EmptyState title="No matches" action={<Button onClick={clear}>Clear filter</Button>}>
              No line of the log matches the filter.
            </EmptyState>
          ) : (
            <EmptyState title="No activity">
              What you and Rolebridge do in AWS is listed here.
            </EmptyState>
          )
        }
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={list.data ? `(${list.data.total})` : undefined}
            description="Who did what when, in which account, and how it ended."
            actions={
              <Button
                iconName="download"
                loading={exporting.running}
                loadingText="Exporting"
                disabled={matching === 0}
                onClick={() => exporting.start(query)}
              >
                Export CSV
              </Button>
            }
          >
            Activity
          </Header>
        }
        filter={
          <ServerFilter
            properties={filterProperties}
            query={filter}
            onChange={(next) => {
              setFilter(next);
              setPage(1);
            }}
            loadValues={suggestions}
            valueLabel={valueLabel}
            what="activity"
            countText={`${matching} ${matching === 1 ? "match" : "matches"}`}
          />
        }
        pagination={
          <Pagination
            currentPageIndex={page}
            pagesCount={pages}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        }
        preferences={table.preferences}
      />
    </SpaceBetween>
  );
}
