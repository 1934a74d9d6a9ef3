import type { AgentSpace } from "@/ipc/AgentSpace";
import type { SpaceForm } from "@/ipc/SpaceForm";
import type { SpaceRef } from "@/ipc/SpaceRef";
import type { SpaceSummary } from "@/ipc/SpaceSummary";
import type { Handlers } from "./control";
import { plan, spacePlan } from "./plans";

export const paymentsRef: SpaceRef = { account: "111111111111", region: "us-east-1", id: "9f3c2a" };

function summary(space: AgentSpace, sources: number, active: number): SpaceSummary {
  return { space, sources, active, attention: sources - active };
}

export const summaries: SpaceSummary[] = [
  summary(
    {
      space: paymentsRef,
      name: "payments",
      description: "Everything that moves money: checkout, ledger and payouts.",
      created_at: "2026-03-02T09:12:44Z",
      updated_at: "2026-11-18T15:01:10Z",
    },
    8,
    4,
  ),
  summary(
    {
      space: { account: "111111111111", region: "eu-central-1", id: "77b01e" },
      name: "web-shop",
      description: null,
      created_at: "2026-06-21T12:40:00Z",
      updated_at: "2026-10-30T08:00:00Z",
    },
    12,
    12,
  ),
];

export const regions = [
  { id: "us-east-1", name: "US East (N. Virginia)" },
  { id: "us-west-2", name: "US West (Oregon)" },
  { id: "eu-central-1", name: "Europe (Frankfurt)" },
  { id: "eu-west-1", name: "Europe (Ireland)" },
  { id: "ap-southeast-2", name: "Asia Pacific (Sydney)" },
];

function check(form: SpaceForm) {
  return form.name === "" ? [{ field: "name", message: "Enter a name for the agent space." }] : [];
}

export const spaces = {
  plan_delete_space: (request) => {
    const found = summaries.find((s) => s.space.space.id === request.space.id);
    if (request.typed_name !== found?.space.name) {
      throw {
        code: "invalidInput",
        message: "Type the name exactly.",
        remedy: "Correct the field, then try again.",
        fields: [{ field: "typed_name", message: `Type the name exactly: ${found?.space.name}` }],
      };
    }
    return plan(spacePlan());
  },
  list_spaces: () => ({ spaces: summaries, refreshed_at: "2026-11-22T01:58:00Z" }),
  refresh_spaces: () => ({ found: summaries.length, failed: [] }),
  get_space: (ref) => {
    const found = summaries.find((s) => s.space.space.id === ref.id);
    if (!found) {
      throw {
        code: "notFound",
        message: "This agent space does not exist any more.",
        remedy: "Go back to the list and refresh it.",
      };
    }
    return {
      summary: found,
      arn: `arn:aws:aidevops:${ref.region}:${ref.account}:agentspace/${ref.id}`,
      primary: {
        id: "as-primary",
        kind: "monitor",
        account: "111111111111",
        role: "arn:aws:iam::111111111111:role/DevOpsAgentRole-payments",
        external_id: null,
        elevated_role: null,
        status: "valid",
        created_at: "2026-03-02T09:12:50Z",
        updated_at: "2026-03-02T09:13:20Z",
      },
    };
  },
  start_space_form: () => ({
    form: {
      region: "us-east-1",
      name: "",
      description: "",
      role_name: "DevOpsAgentRole-AgentSpace-8k2m",
    },
    regions,
  }),
  check_space_form: (form) => ({ errors: check(form), warnings: [] }),
  plan_space: () => plan(spacePlan()),
} satisfies Partial<Handlers>;
