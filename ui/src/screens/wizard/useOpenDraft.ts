import { useEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { platform } from "#platform";
import type { Draft } from "@/ipc/Draft";
import type { Failure } from "@/ipc/Failure";
import type { SpaceRef } from "@/ipc/SpaceRef";

type Opening =
  { state: "opening" } | { state: "open"; draft: Draft } | { state: "failed"; failure: Failure };

/**
 * The draft the address names, or a new one, which the address then names. It is asked for anew
 * each time and never taken from what was read before: only the back end knows the last keystroke.
 */
export function useOpenDraft(space: SpaceRef, id: string | undefined, path: string): Opening {
  const [opening, setOpening] = useState<Opening>({ state: "opening" });
  const navigate = useNavigate();
  const visit = useLocation().key;
  const asked = useRef<string | null>(null);
  const at = useRef<string | undefined>(undefined);

  useEffect(() => {
    // React runs effects twice in development; a new draft must be begun once.
    if (asked.current === visit) return;
    asked.current = visit;
    if (id !== undefined && at.current === id) return;
    at.current = id;
    setOpening({ state: "opening" });
    platform.call("open_draft", { space, draft: id ?? null }).then(
      (draft) => {
        if (at.current !== id) return;
        at.current = draft.id;
        setOpening({ state: "open", draft });
        if (draft.id !== id) void navigate(`${path}/${draft.id}`, { replace: true });
      },
      (failure: Failure) => {
        if (at.current === id) setOpening({ state: "failed", failure });
      },
    );
  }, [id, navigate, path, space, visit]);

  return opening;
}
