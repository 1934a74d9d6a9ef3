import { useCallback } from "react";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { LIST } from "./ids";
import type { Finder } from "./useFinder";

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** What can be done with an entry of the list. */
export interface Does {
  open: (row: SwitchRow) => void;
  star: (row: SwitchRow) => void;
  select: (row: SwitchRow) => void;
  selectPage: () => void;
}

/**
 * What a key does to the list, from the search field or from the list itself. Answers whether it
 * did something.
 */
export function useListKeys(finder: Finder, does: Does) {
  const { rows, active, page, pages, goTo, turn, whenFound } = finder;
  const cards = finder.look.look === "cards";

  return useCallback(
    (pressed: Pressed, from: "search" | "list"): boolean => {
      const { key } = pressed;
      const command = pressed.ctrlKey || pressed.metaKey;
      if (pressed.altKey || (command && !(key === "a" && from === "list"))) return false;
      const at = active ? rows.indexOf(active) : 0;
      const move = (by: number) => {
        const to = at + by;
        if (to < 0 && page > 1) turn(page - 1, "last");
        else if (to >= rows.length && page < pages) turn(page + 1);
        else {
          const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
          if (row) goTo(row.entry.id);
        }
        return true;
      };
      const line = cards ? columns() : 1;
      switch (key) {
        case "ArrowDown":
          return move(line);
        case "ArrowUp":
          return move(-line);
        case "PageDown":
          if (page < pages) turn(page + 1);
          return true;
        case "PageUp":
          if (page > 1) turn(page - 1);
          return true;
        case "Enter":
          whenFound(does.open);
          return true;
      }
      if (from === "search") return false;
      switch (key) {
        case "ArrowRight":
          return cards && move(1);
        case "ArrowLeft":
          return cards && move(-1);
        case "Home":
          return move(-at);
        case "End":
          return move(rows.length - 1 - at);
        case " ":
          if (active) does.select(active);
          return true;
        case "a":
          if (command) does.selectPage();
          return command;
        default:
          return false;
      }
    },
    [rows, active, page, pages, goTo, turn, whenFound, cards, does],
  );
}

/** How many cards stand side by side. */
function columns(): number {
  const list = document.getElementById(LIST);
  const grid = list?.querySelector(".rb-results-group") ?? list;
  const tracks = grid ? getComputedStyle(grid).gridTemplateColumns.split(" ") : [];
  return Math.max(1, tracks.filter((t) => t !== "none").length);
}
