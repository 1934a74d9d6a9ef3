import { useState } from "react";
import { useRead } from "@/data";
import { useDebounced, useStable } from "@/forms";
import type { Draft } from "@/ipc/Draft";
import type { Failure } from "@/ipc/Failure";
import type { RoleDocumentsView } from "@/ipc/RoleDocumentsView";

/** The documents and the guide for what is typed, or those before while it can't be used. */
export function useDocuments(draft: Draft): {
  data: RoleDocumentsView | undefined;
  failure: Failure | null;
  retry: () => void;
} {
  const request = useStable({ space: draft.space, form: draft.form });
  const read = useRead("render_documents", useDebounced(request, 150), { keepPrevious: true });
  const [last, keep] = useState(read.data);
  if (read.data && read.data !== last) keep(read.data);
  return {
    data: read.data ?? last,
    failure: read.error && !saysItsField(read.error) ? read.error : null,
    retry: () => void read.refetch(),
  };
}

/** The name of the inline policy is typed beside the documents and says there what is wrong. */
function saysItsField(failure: Failure): boolean {
  return (
    failure.code === "invalidInput" && failure.fields.every((f) => f.field === "inline_policy_name")
  );
}
