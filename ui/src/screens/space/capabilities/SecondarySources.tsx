import Button from "@cloudscape-design/components/button";
import Pagination from "@cloudscape-design/components/pagination";
import Table from "@cloudscape-design/components/table";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { routes } from "@/app";
import {
  emptyQuery,
  EmptyState,
  FailureAlert,
  type FilterQuery,
  fittingColumns,
  ServerFilter,
  toConditions,
  useTable,
} from "@/components";
import { useRead } from "@/data";
import type { Source } from "@/ipc/Source";
import type { SourceColumn } from "@/ipc/SourceColumn";
import type { SourceId } from "@/ipc/SourceId";
import type { SpaceRef } from "@/ipc/SpaceRef";
import { platform } from "#platform";
import { sourceName } from "../words";
import { columnDefinitions, filterProperties, tableColumns } from "./columns";
import { SourcesHeader } from "./SourcesHeader";
import type { Refresh } from "./useRefreshSources";
import { useTemplateTitle } from "./useTemplateTitle";

export interface SecondarySourcesProps {
  space: SpaceRef;
  refresh: Refresh;
  onOpen: (id: SourceId) => void;
}

/** The accounts connected to an agent space beside its own. */
export function SecondarySources({ space, refresh, onOpen }: SecondarySourcesProps) {
  const navigate = useNavigate();
  const table = useTable("sources", tableColumns);
  const [query, setQuery] = useState<FilterQuery>(emptyQuery);
  const [sort, setSort] = useState({ column: "account" as SourceColumn, descending: false });
  const [page, setPage] = useState(1);
  const [selected, setSelected] = useState<Source[]>([]);
  const list = useRead(
    "list_sources",
    {
      space,
      ...toConditions<SourceColumn>(query),
      sort: sort.column,
      descending: sort.descending,
      page,
      page_size: table.pageSize,
    },
    { keepPrevious: true },
  );
  const templates = useRead("list_templates", null);
  const templateTitle = useTemplateTitle();
  const columns = useMemo(
    () => columnDefinitions({ templateTitle, onOpen }),
    [templateTitle, onOpen],
  );

  const matching = list.data?.matching ?? 0;
  const total = list.data?.total ?? 0;
  const pages = Math.max(1, Math.ceil(matching / table.pageSize));
  // Fewer sources than before: the page looked at may be gone.
  if (list.data && !list.isPlaceholderData && page > pages) setPage(pages);
  const { key, ...fitting } = fittingColumns(columns, list.data?.total === 0);
  const filtered = query.tokens.length > 0;
  const changeQuery = (next: FilterQuery) => {
    setQuery(next);
    setPage(1);
  };
  if (list.isError && !list.data) {
    return <FailureAlert failure={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <Table
      key={key}
      {...table.look}
      {...fitting}
      variant="borderless"
      trackBy={(s) => String(s.id)}
      stickyColumns={{ first: 1 }}
      items={list.data?.rows ?? []}
      loading={list.isPending || (total === 0 && refresh.running)}
      loadingText="Loading secondary sources"
      enableKeyboardNavigation
      selectionType="multi"
      selectedItems={selected}
      onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
      onRowClick={({ detail }) => onOpen(detail.item.id)}
      sortingColumn={{ sortingField: sort.column }}
      sortingDescending={sort.descending}
      onSortingChange={({ detail }) => {
        setSort({
          column: detail.sortingColumn.sortingField as SourceColumn,
          descending: detail.isDescending ?? false,
        });
        setPage(1);
      }}
      ariaLabels={{
        tableLabel: "Secondary sources",
        selectionGroupLabel: "Selection of secondary sources",
        allItemsSelectionLabel: () => "Select all secondary sources on this page",
        itemSelectionLabel: (_, s) => `Select ${sourceName(s)}`,
      }}
      empty={
        filtered ? (
          <EmptyState
            title="No matches"
            action={<Button onClick={() => changeQuery(emptyQuery)}>Clear filters</Button>}
          >
            No secondary source matches the filters.
          </EmptyState>
        ) : (
          <EmptyState
            title="No secondary sources"
            action={
              <Button onClick={() => void navigate(routes.addSource(space))}>
                Add secondary source
              </Button>
            }
          >
            DevOps Agent sees the primary account only.
          </EmptyState>
        )
      }
      header={<SourcesHeader space={space} total={total} selected={selected} refresh={refresh} />}
      filter={
        <ServerFilter<SourceColumn>
          what="secondary sources"
          properties={filterProperties}
          query={query}
          onChange={changeQuery}
          loadValues={(column, prefix) =>
            platform.call("list_source_values", { space, column, prefix })
          }
          valueLabel={(column, value) =>
            (column === "template" && templates.data?.find((t) => t.id === value)?.title) || value
          }
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
  );
}
