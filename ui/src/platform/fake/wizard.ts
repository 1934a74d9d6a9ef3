import type { Draft } from "@/ipc/Draft";
import type { Forecast } from "@/ipc/Forecast";
import type { RoleDocumentsView } from "@/ipc/RoleDocumentsView";
import type { TemplateSummary } from "@/ipc/TemplateSummary";
import type { Handlers } from "./control";
import { gaInline, gaManaged, gaTrust, inlineName } from "./documents";
import { connectionPlan, plan, rolePlan } from "./plans";

export const templates: TemplateSummary[] = [
  {
    id: "devops-agent",
    title: "AWS DevOps Agent",
    description: "For agent spaces made since general availability.",
    version: 1,
    generation: "ga",
    recommended: true,
    for_spaces: true,
    managed: ["AIDevOpsAgentAccessPolicy"],
    external_id: "optional",
    role_name: "DevOpsAgentRole-SecondaryAccount",
    inline_policy_name: inlineName,
    documentation: "",
    successor: null,
  },
  {
    id: "devops-agent-preview",
    title: "AWS DevOps Agent (preview)",
    description: "For older agent spaces made during the preview.",
    version: 1,
    generation: "preview",
    recommended: false,
    for_spaces: true,
    managed: ["AIOpsAssistantPolicy"],
    external_id: "fromSpace",
    role_name: "DevOpsAgentCrossAccountRole",
    inline_policy_name: "AIDevOpsAdditionalPermissions",
    documentation: "",
    successor: "devops-agent",
  },
];

export const draft: Draft = {
  id: "draft-1",
  space: { account: "111111111111", region: "us-east-1", id: "9f3c2a" },
  form: {
    account: "",
    label: "",
    role_name: "DevOpsAgentRole-SecondaryAccount",
    template: "devops-agent",
    external_id: "",
    description: "",
    inline_policy_name: inlineName,
    method: "guide",
    reach: "assumeRole",
    reach_role: "OrganizationAccountAccessRole",
    reach_external_id: "",
    reach_profile: "",
  },
  step: 0,
  ticked: [],
  plan: null,
  updated_at: "2026-11-22T01:00:00Z",
};

export const documents: RoleDocumentsView = {
  role: "arn:aws:iam::222222222222:role/DevOpsAgentRole-SecondaryAccount",
  trust: { text: gaTrust, size: 312, limit: 2048, findings: [] },
  managed: [{ name: "AIDevOpsAgentAccessPolicy", arn: gaManaged }],
  inline: [
    { name: inlineName, document: { text: gaInline, size: 241, limit: 10240, findings: [] } },
  ],
  guide: [
    {
      id: "create",
      title: "Open Create role in the IAM console of the secondary account",
      text: "Sign in to account 222222222222. Choose Custom trust policy.",
      copies: [],
      page: { kind: "createRole", partition: "aws" },
    },
    {
      id: "trust",
      title: "Paste the trust policy",
      text: "Replace everything in the editor. Choose Next.",
      copies: [{ kind: "trust" }],
      page: null,
    },
    {
      id: "managed",
      title: "Attach the managed policy",
      text: "Search for AIDevOpsAgentAccessPolicy and select it. Choose Next.",
      copies: [{ kind: "text", label: "policy name", text: "AIDevOpsAgentAccessPolicy" }],
      page: null,
    },
    {
      id: "name",
      title: "Name the role and create it",
      text: "The name must be exactly the one you typed.",
      copies: [{ kind: "text", label: "role name", text: "DevOpsAgentRole-SecondaryAccount" }],
      page: null,
    },
    {
      id: "inline",
      title: "Create the inline policy",
      text: "Open the role. Choose Add permissions, Create inline policy, JSON.",
      copies: [
        { kind: "inline", index: 0 },
        { kind: "text", label: "policy name", text: inlineName },
      ],
      page: {
        kind: "rolePermissions",
        partition: "aws",
        role: "DevOpsAgentRole-SecondaryAccount",
      },
    },
  ],
};

export const forecast: Forecast = {
  prospect: "works",
  sentence: "It will work, as far as the documents tell.",
  rows: [
    {
      title: "AWS DevOps Agent, for agent space 9f3c2a, may assume the role",
      outcome: "passed",
      sentence: "Statement 1 allows sts:AssumeRole to aidevops.amazonaws.com.",
    },
    {
      title: "An agent space of any other account is refused",
      outcome: "passed",
      sentence: "Statement 1 would allow it, but aws:SourceAccount is another.",
    },
  ],
  unknown: ["Resource control policies of the organization were not read."],
  documents: [{ title: "Trust policy", text: gaTrust, findings: [] }],
};

let drafts: Draft[] = [
  { ...draft, form: { ...draft.form, account: "101010101010", label: "mobile-prod" }, step: 1 },
];

export const wizard = {
  list_templates: () => templates,
  list_drafts: () => drafts,
  open_draft: (request) => drafts.find((d) => d.id === request.draft) ?? draft,
  save_draft: (request) => {
    drafts = [...drafts.filter((d) => d.id !== request.id), request];
    return null;
  },
  discard_draft: (id) => {
    drafts = drafts.filter((d) => d.id !== id);
    return null;
  },
  check_source_form: ({ form }) => ({
    errors:
      form.account.length === 12
        ? []
        : [{ field: "account", message: "An account ID has exactly 12 digits." }],
    warnings: [],
  }),
  render_documents: () => documents,
  will_it_work: () => forecast,
  plan_role: () => plan(rolePlan()),
  plan_connection: () => plan(connectionPlan()),
} satisfies Partial<Handlers>;
