import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMemo } from "react";
import { useNavigate, useParams } from "react-router";
import { hash, routes, usePage } from "@/app";
import { FailureAlert } from "@/components";
import { Waiting } from "@/app/Waiting";
import { useRead, useScreenReady } from "@/data";
import type { SpaceRef } from "@/ipc/SpaceRef";
import { AddSource } from "./AddSource";
import { useOpenDraft } from "./useOpenDraft";

/** Add a secondary source to an agent space. */
export default function WizardScreen() {
  const { account = "", region = "", id = "", draft } = useParams();
  const space = useMemo<SpaceRef>(() => ({ account, region, id }), [account, region, id]);
  const navigate = useNavigate();
  const detail = useRead("get_space", space);
  const opening = useOpenDraft(space, draft, routes.addSource(space));
  const name = detail.data?.summary.space.name ?? id;
  usePage({
    contentType: "wizard",
    breadcrumbs: [
      { text: "Agent spaces", href: hash(routes.spaces) },
      { text: name, href: hash(routes.space(space)) },
      { text: "Add secondary source", href: hash(routes.addSource(space, draft)) },
    ],
  });
  useScreenReady(opening.state !== "opening");

  if (opening.state === "failed") {
    return (
      <SpaceBetween size="m">
        <FailureAlert failure={opening.failure} />
        <Button onClick={() => void navigate(routes.addSource(space))}>Start a new draft</Button>
      </SpaceBetween>
    );
  }
  if (opening.state === "opening") return <Waiting />;
  return <AddSource key={opening.draft.id} opened={opening.draft} spaceName={name} />;
}
