import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate, useParams } from "react-router";
import { type Crumb, hash, routes, usePage } from "@/app";
import { PlanRunner } from "@/components";
import { useRead, useScreenReady } from "@/data";
import type { PlanKind } from "@/ipc/PlanKind";
import type { SpaceRef } from "@/ipc/SpaceRef";

const confirm: Record<PlanKind, string> = {
  createSpace: "Create agent space",
  addSource: "Confirm",
  updateSource: "Update",
  removeSources: "Remove",
  removeSpace: "Delete",
};

/** One plan by itself: an update, a removal, or one that was interrupted. */
export default function PlanScreen() {
  const { plan: id = "" } = useParams();
  const navigate = useNavigate();
  const plan = useRead("get_plan", id);
  // What was deleted can't be gone back to.
  const gone = plan.data?.kind === "removeSpace" && plan.data.state === "done";
  const space = gone ? null : (plan.data?.space ?? null);
  const name = useSpaceName(space);
  const here = plan.data?.title ?? "Plan";
  const back = space ? routes.space(space) : routes.spaces;
  useScreenReady(!plan.isPending);
  usePage({
    contentType: "form",
    breadcrumbs: [
      { text: "Agent spaces", href: hash(routes.spaces) },
      ...(space ? [{ text: name, href: hash(back) } satisfies Crumb] : []),
      { text: here, href: hash(routes.plan(id)) },
    ],
  });
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="Read the steps before you confirm. Nothing is changed until then, and a step can be run again without harm."
          actions={
            plan.data?.state === "done" && (
              <Button variant="primary" onClick={() => void navigate(back)}>
                {space ? `Back to ${name}` : "Back to agent spaces"}
              </Button>
            )
          }
        >
          Review and run
        </Header>
      }
    >
      <SpaceBetween size="l">
        <PlanRunner
          plan={id}
          arriving
          confirmLabel={plan.data ? confirm[plan.data.kind] : "Confirm"}
          onDiscarded={() => void navigate(back)}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}

/** The name of a space; its ID until the name is known. */
function useSpaceName(space: SpaceRef | null): string {
  const spaces = useRead("list_spaces", null).data?.spaces ?? [];
  const found = spaces.find(
    ({ space: { space: s } }) =>
      s.account === space?.account && s.region === space.region && s.id === space.id,
  );
  return found?.space.name ?? space?.id ?? "";
}
