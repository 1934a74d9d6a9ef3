import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate, useParams } from "react-router";
import { hash, routes, usePage } from "@/app";
import { PlanRunner } from "@/components";
import { useRead, useScreenReady } from "@/data";

/** One plan by itself, such as one that was interrupted. */
export default function PlanScreen() {
  const { plan: id = "" } = useParams();
  const navigate = useNavigate();
  const plan = useRead("get_plan", id);
  useScreenReady(!plan.isPending);
  const space = plan.data?.space;
  usePage({
    contentType: "form",
    breadcrumbs: [
      { text: "Agent spaces", href: hash(routes.spaces) },
      { text: plan.data?.title ?? "Plan", href: hash(routes.plan(id)) },
    ],
  });
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="Every step makes something so, and may be run again without harm."
        >
          Plan
        </Header>
      }
    >
      <SpaceBetween size="l">
        <PlanRunner plan={id} onDiscarded={() => void navigate(routes.spaces)} />
        {plan.data?.state === "done" && space && (
          <Button variant="primary" onClick={() => void navigate(routes.space(space))}>
            Open the agent space
          </Button>
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}
