import type { Plan } from "@/ipc/Plan";
import type { RemoveRequest } from "@/ipc/RemoveRequest";
import type { Step } from "@/ipc/Step";
import type { Handlers } from "./control";
import { fake } from "./control";
import { gaInline, gaTrust, inlineName, previewTrust } from "./documents";

const space = { account: "111111111111", region: "us-east-1", id: "9f3c2a" };
const role = "arn:aws:iam::222222222222:role/DevOpsAgentRole-checkout-prod";
const primaryRole = "arn:aws:iam::111111111111:role/DevOpsAgentRole-AgentSpace-8k2m";

export function step(part: Partial<Step> & Pick<Step, "title" | "call">): Step {
  return {
    action: { kind: "deleteRole", role },
    account: "222222222222",
    group: 0,
    access: { base: { kind: "sandbox" }, hops: [] },
    change: "create",
    before: null,
    after: null,
    warning: null,
    state: "waiting",
    message: null,
    remedy: null,
    code: null,
    ...part,
  };
}

function proposal(part: Partial<Plan> & Pick<Plan, "id" | "kind" | "title" | "steps">): Plan {
  return {
    space,
    sources: [],
    draft: null,
    by: "arn:aws:iam::111111111111:user/Olivia",
    state: "proposed",
    created_at: "2026-11-22T02:00:00Z",
    ...part,
  };
}

const verify = step({
  title: "Verify the secondary source",
  call: "aidevops:ValidateAwsAssociations",
  account: "111111111111",
  action: { kind: "verify", space, account: "222222222222" },
  change: "read",
});

export function rolePlan(): Plan {
  return proposal({
    id: "plan-role",
    kind: "addSource",
    title: "Create the role in account 222222222222",
    steps: [
      step({
        title: "Create role DevOpsAgentRole-checkout-prod",
        call: "iam:CreateRole",
        action: { kind: "ensureRole", role, trust: gaTrust, description: null, tags: [] },
        after: gaTrust,
      }),
      step({
        title: "Attach AIDevOpsAgentAccessPolicy",
        call: "iam:AttachRolePolicy",
        change: "matches",
      }),
      step({
        title: `Put inline policy ${inlineName}`,
        call: "iam:PutRolePolicy",
        after: gaInline,
      }),
      step({ title: "Tag the role", call: "iam:TagRole" }),
    ],
  });
}

export function connectionPlan(): Plan {
  return proposal({
    id: "plan-connection",
    kind: "addSource",
    title: "Connect account 222222222222 to payments",
    steps: [
      step({
        title: "Connect the secondary source",
        call: "aidevops:AssociateService",
        account: "111111111111",
        action: {
          kind: "connectSource",
          space,
          role,
          external_id: null,
          template: "devops-agent",
          label: null,
          reach: { kind: "none" },
          client_token: "token",
        },
      }),
      verify,
    ],
  });
}

export function updatePlan(): Plan {
  return proposal({
    id: "plan-update",
    kind: "updateSource",
    title: "Update DevOpsAgentRole-checkout-prod in account 222222222222",
    sources: [1],
    steps: [
      step({
        title: "Set the trust policy",
        call: "iam:UpdateAssumeRolePolicy",
        change: "modify",
        before: previewTrust,
        after: gaTrust,
        warning: "The agent space loses access until AWS has spread the change.",
      }),
      step({
        title: "Attach AIDevOpsAgentAccessPolicy",
        call: "iam:AttachRolePolicy",
        change: "matches",
      }),
      step({
        title: "Detach AIOpsAssistantPolicy",
        call: "iam:DetachRolePolicy",
        change: "delete",
      }),
      verify,
    ],
  });
}

export function removePlan(request: RemoveRequest): Plan {
  const steps = request.sources.map((id) =>
    step({
      title: `Disconnect secondary source ${id}`,
      call: "aidevops:DisassociateService",
      account: "111111111111",
      change: "delete",
    }),
  );
  const roles = request.delete_roles.map((r) =>
    step({ title: `Delete role ${r.typed_name}`, call: "iam:DeleteRole", change: "delete" }),
  );
  return proposal({
    id: "plan-remove",
    kind: "removeSources",
    title:
      request.sources.length === 1
        ? "Remove 1 secondary source"
        : `Remove ${request.sources.length} secondary sources`,
    sources: request.sources,
    steps: [...steps, ...roles],
  });
}

export function spacePlan(): Plan {
  const account = "111111111111";
  return proposal({
    id: "plan-space",
    kind: "createSpace",
    title: "Create agent space",
    space: null,
    steps: [
      step({ title: "Create the agent space", call: "aidevops:CreateAgentSpace", account }),
      step({
        title: "Create the primary role",
        call: "iam:CreateRole",
        account,
        action: {
          kind: "ensureRole",
          role: primaryRole,
          trust: gaTrust,
          description: null,
          tags: [],
        },
        after: gaTrust,
      }),
      step({ title: "Attach AIDevOpsAgentAccessPolicy", call: "iam:AttachRolePolicy", account }),
      step({
        title: `Put inline policy ${inlineName}`,
        call: "iam:PutRolePolicy",
        account,
        after: gaInline,
      }),
      step({ title: "Connect the primary account", call: "aidevops:AssociateService", account }),
    ],
  });
}

const known = new Map<string, Plan>();

/** Remembers a plan, so that it can be read and run. */
export function plan(value: Plan): Plan {
  known.set(value.id, value);
  return value;
}

function put(value: Plan) {
  known.set(value.id, value);
  fake.emit({ kind: "plan", plan: value });
}

function find(id: string): Plan {
  const found = known.get(id);
  if (!found) throw { code: "notFound", message: "This plan does not exist.", remedy: null };
  return found;
}

/** Plays a run, step by step. */
async function play(id: string): Promise<Plan> {
  const begun = find(id);
  for (let i = 0; i < begun.steps.length; i++) {
    const set = (state: Step["state"]) => {
      const now = find(id);
      const steps = now.steps.map((s, n) => (n === i ? { ...s, state } : s));
      put({ ...now, state: "running", steps });
    };
    set("running");
    await new Promise((done) => setTimeout(done, 400));
    set(begun.steps[i]?.change === "matches" ? "unchanged" : "done");
  }
  put({ ...find(id), state: "done", space });
  return find(id);
}

export const plans = {
  list_unfinished_plans: () => [],
  get_plan: (id) => find(id),
  run_plan: (id) => play(id),
  cancel_plan: (id) => {
    put({ ...find(id), state: "cancelled" });
    return null;
  },
  discard_plan: (id) => {
    known.delete(id);
    return null;
  },
} satisfies Partial<Handlers>;
