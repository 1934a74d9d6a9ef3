import Pagination from "@cloudscape-design/components/pagination";
import { memo } from "react";

interface Props {
  page: number;
  pages: number;
  onTurn: (page: number) => void;
}

const labels = {
  nextPageLabel: "Next page",
  previousPageLabel: "Previous page",
  pageLabel: (page: number) => `Page ${page}`,
};

/** Turns the pages of the list, where there is more than one. */
export const Pages = memo(function Pages({ page, pages, onTurn }: Props) {
  if (pages < 2) return null;
  return (
    <Pagination
      currentPageIndex={page}
      pagesCount={pages}
      onChange={({ detail }) => onTurn(detail.currentPageIndex)}
      ariaLabels={labels}
    />
  );
});
