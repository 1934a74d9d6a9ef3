import Button from "@cloudscape-design/components/button";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { useLaunch } from "./useLaunch";

/** The ways to open an entry. */
export function LaunchActions({ entry: row }: { entry: SwitchRow }) {
  const launch = useLaunch();
  const impossible = row.verdict.kind === "impossible" ? row.verdict : null;
  return (
    <Button
      iconName="external"
      iconAlign="right"
      ariaLabel={`Switch to ${row.entry.name}`}
      loading={launch.busy}
      loadingText="Opening the browser"
      disabled={impossible !== null}
      disabledReason={impossible?.reason}
      onClick={() => launch.first(row)}
    >
      Switch
    </Button>
  );
}
