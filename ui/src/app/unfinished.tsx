import { useEffect } from "react";
import Link from "@cloudscape-design/components/link";
import { useRead } from "@/data";
import { useFlash } from "./flash";
import { hash, routes } from "./links";

/** Says which plans were interrupted, until each is resumed or discarded. */
export function useUnfinishedPlans() {
  const flash = useFlash();
  const plans = useRead("list_unfinished_plans", null).data;
  useEffect(() => {
    const interrupted = (plans ?? []).filter((p) => p.state === "interrupted");
    for (const plan of interrupted) {
      flash.show({
        id: `plan-${plan.id}`,
        type: "warning",
        header: `${plan.title} was interrupted`,
        content: (
          <>
            <Link color="inverted" href={hash(routes.plan(plan.id))}>
              Resume or discard
            </Link>{" "}
            it. Steps that were done stay done.
          </>
        ),
      });
    }
    return () => {
      for (const plan of interrupted) flash.drop(`plan-${plan.id}`);
    };
  }, [plans, flash]);
}
