import { useCallback } from "react";
import { useRead } from "@/data";
import type { Source } from "@/ipc/Source";

/** The title of a source's template. */
export function useTemplateTitle(): (source: Source) => string {
  const templates = useRead("list_templates", null).data;
  return useCallback(
    ({ template }: Source) => {
      if (template === null) return "Not recognised";
      return templates?.find((t) => t.id === template)?.title ?? template;
    },
    [templates],
  );
}
