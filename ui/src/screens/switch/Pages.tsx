import Pagination from "@cloudscape-design/components/pagination";
import { memo } from "react";
import { useAfterTyping } from "./hooks";

interface Props {
  page: number;
  pages: number;
  /** Whether somebody types: then it can wait. */
  typing: boolean;
  onTurn: (page: number) => void;
}

const labels = {
  nextPageLabel: "Next page",
  previousPageLabel: "Previous page",
  pageLabel: (page: number) => `Page ${page}`,
};

/** Turns the pages of the list, where there is more than one. */
export const Pages = memo(function Pages({ page, pages, typing, onTurn }: Props) {
  const count = useAfterTyping(pages, typing);
  const at = useAfterTyping(page, typing);
  if (count < 2) return null;
  return (
    <Pagination
      currentPageIndex={at}
      pagesCount={count}
      onChange={({ detail }) => onTurn(detail.currentPageIndex)}
      ariaLabels={labels}
    />
  );
});
