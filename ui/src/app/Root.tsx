import { Suspense } from "react";
import { FailureAlert } from "@/components/FailureAlert";
import { useAppState } from "@/data";
import { StartScreen } from "./routes";
import { Shell } from "./Shell";
import { Waiting } from "./Waiting";

/** The shell, or the choice of an identity where none has been made. */
export function Root() {
  const state = useAppState();
  if (state.isPending) return null;
  if (state.isError) {
    return <FailureAlert failure={state.error} onRetry={() => void state.refetch()} />;
  }
  if (!state.data.connection) {
    return (
      <Suspense fallback={<Waiting />}>
        <StartScreen />
      </Suspense>
    );
  }
  return <Shell connection={state.data.connection} />;
}
