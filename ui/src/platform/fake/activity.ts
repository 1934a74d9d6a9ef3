import type { Activity } from "@/ipc/Activity";
import type { Handlers } from "./control";

const who = "arn:aws:iam::111111111111:user/Olivia";
const lines: Array<[string, string, Activity["result"], string]> = [
  ["Verify", "DevOpsAgentRole-payouts-prod", "failed", "The trust policy is not the template's."],
  ["aidevops:AssociateService", "payments", "succeeded", ""],
  ["iam:PutRolePolicy", "DevOpsAgentRole-checkout-prod", "succeeded", ""],
  ["iam:AttachRolePolicy", "DevOpsAgentRole-checkout-prod", "unchanged", "Was attached already."],
  ["iam:CreateRole", "DevOpsAgentRole-checkout-prod", "succeeded", ""],
  ["Open switch entry", "checkout-prod admin", "succeeded", ""],
];

export const activities: Activity[] = lines.map(([action, subject, result, detail], i) => ({
  id: 100 - i,
  at: `2026-11-22T01:${String(50 - i * 4).padStart(2, "0")}:00Z`,
  who,
  action,
  account: action.startsWith("aidevops") ? "111111111111" : "222222222222",
  subject,
  result,
  detail,
}));

export const activity = {
  list_activity: () => ({
    rows: activities,
    matching: activities.length,
    total: activities.length,
  }),
  list_activity_values: () => [],
  export_activity: () => ({ path: "activity.csv", rows: activities.length }),
} satisfies Partial<Handlers>;
