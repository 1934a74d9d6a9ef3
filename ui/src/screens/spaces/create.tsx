import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useCallback, useState } from "react";
import { useNavigate } from "react-router";
import { hash, routes, useFlash, usePage } from "@/app";
import { FailureAlert, PlanRunner } from "@/components";
import { readAgain, useAct, useRead, useScreenReady } from "@/data";
import type { Plan } from "@/ipc/Plan";
import type { SpaceForm } from "@/ipc/SpaceForm";
import { SpaceFormFields } from "./SpaceFormFields";

/** "Create agent space": the form, then the plan, then the new space. */
export default function CreateSpace() {
  usePage({
    contentType: "form",
    breadcrumbs: [
      { text: "Agent spaces", href: hash(routes.spaces) },
      { text: "Create agent space", href: hash(routes.createSpace) },
    ],
  });
  const navigate = useNavigate();
  const flash = useFlash();
  const start = useRead("start_space_form", null);
  const [edited, setForm] = useState<SpaceForm | null>(null);
  const propose = useAct("plan_space");
  useScreenReady(!start.isPending);

  const onDone = useCallback(
    (plan: Plan) => {
      void readAgain("list_spaces");
      flash.show({ id: "space-created", type: "success", header: "Agent space created" });
      void navigate(plan.space ? routes.space(plan.space) : routes.spaces);
    },
    [flash, navigate],
  );

  const form = edited ?? start.data?.form;
  const plan = propose.data;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="Creates the agent space, its primary role and the connection to the primary account."
        >
          Create agent space
        </Header>
      }
    >
      <SpaceBetween size="l">
        {start.isPending && <Spinner />}
        {start.isError && (
          <FailureAlert failure={start.error} onRetry={() => void start.refetch()} />
        )}
        {propose.isError && <FailureAlert failure={propose.error} />}
        {plan && (
          <PlanRunner
            plan={plan.id}
            arriving
            onDone={onDone}
            onDiscarded={() => propose.reset()}
            confirmLabel="Create agent space"
            discardLabel="Previous"
          />
        )}
        {!plan && form && start.data && (
          <SpaceFormFields
            form={form}
            regions={start.data.regions}
            onChange={setForm}
            busy={propose.isPending}
            onCancel={() => void navigate(routes.spaces)}
            onSubmit={() => propose.mutate(form)}
          />
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}
