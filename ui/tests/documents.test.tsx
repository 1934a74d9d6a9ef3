import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { DocumentBlock, FailureAlert, inSentence } from "@/components";
import { diffRows } from "@/components/DiffLines";
import type { DocumentFinding } from "@/ipc/DocumentFinding";
import type { FindingSeverity } from "@/ipc/FindingSeverity";
import { fake } from "@/platform/fake";
import { show } from "./renderScreen";

test("copies exactly the text, with its spaces and line ends", async () => {
  const text = '{\n  "Version": "2012-10-17",\n\t"Sid": "é & <b>"  \n}\n\n';
  show(<DocumentBlock title="Trust policy" text={text} size={31} limit={2048} />);
  await userEvent.click(screen.getByRole("button", { name: "Copy trust policy" }));
  expect(fake.copied).toBe(text);
  expect(await screen.findByText("Copied")).toBeTruthy();
  expect(screen.getByText("31 of 2,048 characters")).toBeTruthy();
});

test("each part of a document has a name of its own", async () => {
  show(<DocumentBlock title="Trust policy" text="{}" />);
  await waitFor(() => expect(document.querySelector("table")).toBeTruthy());
  const parts = [...screen.getAllByRole("region"), ...screen.getAllByRole("group")];
  const names = parts.map((part) => part.getAttribute("aria-label"));
  expect(names).toContain("Trust policy");
  expect(new Set(names).size).toBe(names.length);
});

test("a name in a sentence keeps its capitals", () => {
  expect(inSentence("Trust policy")).toBe("trust policy");
  expect(inSentence("ARN of the policy")).toBe("ARN of the policy");
  expect(inSentence("AllowCreateServiceLinkedRoles")).toBe("AllowCreateServiceLinkedRoles");
});

const finding = (severity: FindingSeverity): DocumentFinding => ({
  code: severity,
  severity,
  message: `a ${severity}`,
  pointer: "/Statement/0",
  fix: { sentence: `Mend the ${severity}.`, document: severity === "security" ? "{ }" : null },
});

test("shows findings, the worst first, with what to do", async () => {
  show(
    <DocumentBlock
      title="Trust policy"
      text="{}"
      findings={[finding("suggestion"), finding("warning"), finding("error"), finding("security")]}
    />,
  );
  const said = screen.getAllByRole("listitem").map((li) => li.textContent ?? "");
  const words = ["a error", "a security", "a warning", "a suggestion"];
  expect(said.map((text) => words.find((word) => text.includes(word)))).toEqual(words);
  expect(said[1]).toContain("Security");
  expect(said[1]).toContain("Mend the security.");
  // Only what needs no further choice can be shown as a change.
  const [opener] = screen.getAllByRole("button", { name: /^Show change/ });
  expect(screen.getAllByRole("button", { name: /^Show change/ })).toHaveLength(1);
  await userEvent.click(opener as HTMLElement);
  expect(await screen.findByRole("region", { name: "Mend the security." })).toBeTruthy();
});

test("a diff keeps the line numbers of both sides", () => {
  const rows = diffRows("a\nb\nc", "a\nB\nc\nd");
  expect(rows.map((r) => `${r.sign}${r.before ?? ""}/${r.after ?? ""} ${r.text}`)).toEqual([
    " 1/1 a",
    "-2/ b",
    "+/2 B",
    " 3/3 c",
    "+/4 d",
  ]);
});

test("a missing line end at the end is no difference", () => {
  expect(diffRows("a\n", "a").every((r) => r.sign === " ")).toBe(true);
});

test("a failure says what happened, what to do, and which fields", async () => {
  let again = 0;
  show(
    <FailureAlert
      failure={{
        code: "invalidInput",
        message: "The form can't be used.",
        remedy: "Correct the fields.",
        fields: [{ field: "name", message: "Enter a name." }],
      }}
      onRetry={() => again++}
    />,
  );
  expect(screen.getByText("The form can't be used.")).toBeTruthy();
  expect(screen.getByText("Correct the fields.")).toBeTruthy();
  expect(screen.getByText("Enter a name.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(again).toBe(1));
});
