import type { DocumentReport } from "@/ipc/DocumentReport";
import type { Workbench } from "@/ipc/Workbench";
import type { WorkbenchAnswer } from "@/ipc/WorkbenchAnswer";
import type { WorkbenchChoices } from "@/ipc/WorkbenchChoices";
import type { Handlers } from "./control";
import { gaTrust } from "./documents";

export const emptyWorkbench: Workbench = {
  documents: [],
  selected: null,
  request: {
    action: "sts:AssumeRole",
    principal: "",
    resource: "",
    resource_account: "",
    context: [],
    known_context: true,
    unread: [],
  },
  compared: null,
};

export const choices: WorkbenchChoices = {
  kinds: [
    { kind: "trust", title: "Trust policy", limit: 2048, has_level: false },
    { kind: "identity", title: "Identity policy", limit: 10240, has_level: false },
    { kind: "serviceControl", title: "Service control policy", limit: 5120, has_level: true },
  ],
  actions: ["sts:AssumeRole", "iam:PassRole"],
  principals: [
    {
      value: "aidevops.amazonaws.com",
      label: "AWS DevOps Agent for agent space payments",
      context: [{ key: "aws:SourceAccount", value: "111111111111" }],
    },
    { value: "*", label: "Anybody, without credentials", context: [] },
  ],
  templates: [
    {
      id: "devops-agent",
      title: "AWS DevOps Agent",
      description: "For agent spaces made since general availability.",
      variables: [
        {
          name: "primary_account",
          description: "the account that hosts the agent space",
          example: "111111111111",
          default: null,
          required: true,
        },
      ],
    },
  ],
};

export const report: DocumentReport = {
  readable: true,
  size: 312,
  limit: 2048,
  limit_of: "of a trust policy",
  pretty: gaTrust,
  findings: [
    {
      code: "version",
      severity: "suggestion",
      message: "The document does not use the current policy language.",
      pointer: "/Version",
      range: { line: 2, column: 3, start: 4, end: 27 },
      remedy: {
        sentence: "Set Version to 2012-10-17.",
        change: { before: gaTrust, after: `${gaTrust}\n` },
      },
    },
  ],
};

export const answer: WorkbenchAnswer = {
  problems: [],
  verdict: "deniedImplicitly",
  headline: "aidevops.amazonaws.com may not call sts:AssumeRole.",
  reasons: [
    {
      sentence: "Statement 1 would allow it, but aws:SourceAccount is not in the request.",
      policy: "Trust",
      document: "d1",
      statement: 1,
      range: { line: 4, column: 5, start: 51, end: 120 },
    },
  ],
  fix: {
    sentence: "aws:SourceAccount has to be 111111111111.",
    change: { kind: "context", rows: [{ key: "aws:SourceAccount", value: "111111111111" }] },
    outcome: "allowed",
  },
  derived: [{ key: "aws:PrincipalIsAWSService", value: "true" }],
  condition_keys: ["aws:SourceAccount", "aws:SourceArn"],
  notes: [],
};

let kept = emptyWorkbench;

export const workbench = {
  get_workbench: () => kept,
  save_workbench: (request) => {
    kept = request;
    return null;
  },
  clear_workbench: () => {
    kept = emptyWorkbench;
    return kept;
  },
  list_workbench_choices: () => choices,
  check_document: () => report,
  decide_workbench: (request) =>
    request.documents.length > 0
      ? answer
      : {
          ...answer,
          verdict: null,
          reasons: [],
          fix: null,
          problems: [{ document: null, field: "principal", message: "Enter who asks." }],
        },
  compare_documents: () => ({
    problems: [],
    equivalent: true,
    grants_more: [],
    grants_less: [],
    before: gaTrust,
    after: gaTrust,
  }),
  load_source_documents: () => ({
    documents: [{ id: "", name: "Trust of the role", kind: "trust", level: 0, text: gaTrust }],
    role: "arn:aws:iam::222222222222:role/DevOpsAgentRole-SecondaryAccount",
  }),
  load_policy_file: ({ name, text }) => ({
    id: "",
    name: name.replace(/\.json$/i, ""),
    kind: "identity",
    level: 0,
    text,
  }),
  load_template_documents: () => ({
    documents: [{ id: "", name: "Trust of the template", kind: "trust", level: 0, text: gaTrust }],
    role: null,
  }),
  export_document: () => "/home/ada/Downloads/trust.json",
} satisfies Partial<Handlers>;
