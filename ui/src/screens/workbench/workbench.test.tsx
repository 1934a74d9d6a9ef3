import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { Workbench } from "@/ipc/Workbench";
import { fake } from "@/platform/fake";
import { gaTrust } from "@/platform/fake/documents";
import { answer, emptyWorkbench, report } from "@/platform/fake/workbench";
import { renderScreen } from "../../../tests/renderScreen";
import WorkbenchScreen from ".";
import { split } from "./CodeField";

const filled: Workbench = {
  ...emptyWorkbench,
  documents: [
    { id: "d1", name: "Trust", kind: "trust", level: 0, text: gaTrust },
    { id: "d2", name: "Caller", kind: "identity", level: 0, text: "{}" },
  ],
  selected: "d1",
};

function open(bench: Workbench = filled) {
  fake.on("get_workbench", () => bench);
  return renderScreen(<WorkbenchScreen />, "/workbench", "/workbench");
}

const editor = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: /^Policy / });
const saved = () => fake.requests("save_workbench").at(-1);

describe("the workbench", () => {
  it("checks what is typed, not what was, and keeps it", async () => {
    open();
    const field = await editor();
    fireEvent.change(field, { target: { value: "{ half" } });
    await waitFor(() => expect(fake.requests("check_document").at(-1)?.text).toBe("{ half"));
    await waitFor(() => expect(saved()?.documents[0]?.text).toBe("{ half"));
    expect(saved()?.documents[1]).toEqual(filled.documents[1]);
  });

  it("says at the field why a document cannot be read", async () => {
    const range = { line: 3, column: 4, start: 2, end: 6 };
    const error = { code: "json", severity: "error" as const, pointer: "", remedy: null };
    fake.on("check_document", () => ({
      ...report,
      readable: false,
      pretty: null,
      findings: [{ ...error, message: "A comma is missing.", range }],
    }));
    open();
    await screen.findByText("Line 3, column 4: A comma is missing.");
    expect((await editor()).getAttribute("aria-invalid")).toBe("true");
  });

  it("goes to the place of a finding", async () => {
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: /^Line 2, column 3/ }));
    const field = await editor();
    expect(document.activeElement).toBe(field);
    expect([field.selectionStart, field.selectionEnd]).toEqual([4, 27]);
  });

  it("shows a fix before it is applied, and takes it back", async () => {
    const { user } = open();
    const field = await editor();
    await user.click(await screen.findByRole("button", { name: /^Show the fix/ }));
    await user.click(screen.getByRole("button", { name: /^Apply the fix/ }));
    expect(field.value).toBe(`${gaTrust}\n`);
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(field.value).toBe(gaTrust);
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });

  it("does not offer to undo once something else was typed", async () => {
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: /^Show the fix/ }));
    await user.click(screen.getByRole("button", { name: /^Apply the fix/ }));
    fireEvent.change(await editor(), { target: { value: "{}" } });
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });

  it("leads from a reason to its statement in another document", async () => {
    const { user } = open({ ...filled, selected: "d2" });
    await user.click(await screen.findByRole("button", { name: "Trust, statement 1, line 4" }));
    const field = await editor();
    await waitFor(() => expect(field.value).toBe(gaTrust));
    await waitFor(() => expect([field.selectionStart, field.selectionEnd]).toEqual([51, 120]));
  });

  it("sets the context value that a fix asks for", async () => {
    const { user } = open();
    const fix = await screen.findByRole("region", { name: "Smallest fix" });
    expect(within(fix).getByText("Allowed")).toBeTruthy();
    await user.click(within(fix).getByRole("button", { name: /^Apply/ }));
    await waitFor(() =>
      expect(saved()?.request.context).toEqual([
        { key: "aws:SourceAccount", value: "111111111111" },
      ]),
    );
  });

  it("offers the keys the documents compare and asks again with a row more", async () => {
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Add aws:SourceArn" }));
    await user.type(screen.getByRole("textbox", { name: "Value of aws:SourceArn" }), "x");
    await waitFor(() =>
      expect(fake.requests("decide_workbench").at(-1)?.request.context).toEqual([
        { key: "aws:SourceArn", value: "x" },
      ]),
    );
    expect(screen.queryByRole("button", { name: "Add aws:SourceArn" })).toBeNull();
  });

  it("does not blame a field nobody has been in", async () => {
    const { user } = open(emptyWorkbench);
    const problems = await screen.findAllByText("Enter who asks.");
    expect(problems).toHaveLength(1);
    await user.click(screen.getByRole("textbox", { name: "Who asks" }));
    await user.tab();
    await waitFor(() => expect(screen.getAllByText("Enter who asks.")).toHaveLength(2));
  });

  it("gives a loaded document an id of its own", async () => {
    const { user } = open();
    await editor();
    const file = new File(["{}"], "third.json", { type: "application/json" });
    // jsdom's files can't be read so.
    file.text = () => Promise.resolve("{}");
    await user.upload(screen.getByLabelText("Policy files"), file);
    await waitFor(() => expect(saved()?.documents).toHaveLength(3));
    expect(saved()?.documents[2]).toMatchObject({
      id: "d3",
      name: "third",
      kind: "identity",
      text: "{}",
    });
    expect(saved()?.selected).toBe("d3");
  });

  it("removes a document and brings it back", async () => {
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Remove Trust" }));
    expect((await editor()).value).toBe("{}");
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect((await editor()).value).toBe(gaTrust);
  });

  it("clears only when asked twice, and saves nothing after", async () => {
    const { user } = open();
    fireEvent.change(await editor(), { target: { value: "typed last" } });
    await user.click(screen.getByRole("button", { name: "Clear workbench" }));
    expect(fake.requests("clear_workbench")).toEqual([]);
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Clear" }));
    await screen.findByText("No documents");
    const order = fake.calls.map((c) => c.name).filter((n) => n.endsWith("_workbench"));
    expect(order.lastIndexOf("save_workbench")).toBeLessThan(order.indexOf("clear_workbench"));
  });

  it("shows a reason without a statement by the policy that is missing", async () => {
    fake.on("decide_workbench", () => ({
      ...answer,
      fix: null,
      reasons: [
        {
          sentence: "No identity policy allows it.",
          policy: "identity policy",
          document: null,
          statement: null,
          range: null,
        },
      ],
    }));
    open();
    const reasons = await screen.findByRole("region", { name: "Reasons" });
    expect(within(reasons).queryByRole("button")).toBeNull();
    expect(within(reasons).getByText("identity policy")).toBeTruthy();
  });
});

describe("marks", () => {
  const range = (start: number, end: number) => ({ line: 1, column: 1, start, end });

  it("may lie within each other and never lose text", () => {
    const parts = split("abcdef", [
      { range: range(1, 5), tone: "decided" },
      { range: range(2, 3), tone: "error" },
    ]);
    expect(parts.map((p) => [p.text, p.tones])).toEqual([
      ["a", []],
      ["b", ["decided"]],
      ["c", ["decided", "error"]],
      ["de", ["decided"]],
      ["f", []],
    ]);
    expect(
      split("ab", [{ range: range(1, 9), tone: "error" }])
        .map((p) => p.text)
        .join(""),
    ).toBe("ab");
  });
});

beforeEach(() => {
  // jsdom has no layout.
  Object.assign(Element.prototype, {
    scrollTo: () => undefined,
    scrollIntoView: () => undefined,
  });
});
