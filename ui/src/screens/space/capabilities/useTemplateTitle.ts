import { useCallback } from "react";
import { useRead } from "@/data";
import type { Source } from "@/ipc/Source";
import { generationLabel } from "../words";

/** The title of a source's template, less its generation, which is shown by itself. */
export function useTemplateTitle(): (source: Source) => string {
  const templates = useRead("list_templates", null).data;
  return useCallback(
    ({ template, generation, last_checked }: Source) => {
      if (template === null) return last_checked === null ? "Not checked yet" : "Not recognised";
      const title = templates?.find((t) => t.id === template)?.title ?? template;
      const end = generation && ` (${generationLabel(generation)})`;
      return end && title.toLowerCase().endsWith(end.toLowerCase())
        ? title.slice(0, -end.length)
        : title;
    },
    [templates],
  );
}
