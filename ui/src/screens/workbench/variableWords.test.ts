import { expect, it } from "vitest";
import { variableDescription, variableLabel } from "./variableWords";

it.each([
  ["primary_account", "Primary account"],
  ["agent_space_id", "Agent space ID"],
  ["agent_role_arn", "Agent role ARN"],
  ["external_id", "External ID"],
  ["region", "Region"],
])("%s is called %s on a form", (name, label) => {
  expect(variableLabel(name)).toBe(label);
});

it("leaves a description that begins with a capital as it is", () => {
  expect(variableDescription("AWS partition")).toBe("AWS partition");
  expect(variableDescription("")).toBe("");
});
