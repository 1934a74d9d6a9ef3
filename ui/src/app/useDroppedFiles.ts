import { useEffect } from "react";
import { useNavigate } from "react-router";
import { platform } from "#platform";
import { routes } from "./links";

/** Goes to the import of a file that is dropped on the window. Only its path comes here. */
export function useDroppedFiles() {
  const navigate = useNavigate();
  useEffect(
    () =>
      platform.onEvent((event) => {
        if (event.kind === "fileDropped") void navigate(routes.importFile(event.path));
      }),
    [navigate],
  );
}
