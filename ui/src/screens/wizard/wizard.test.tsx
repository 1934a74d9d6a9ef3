import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Draft } from "@/ipc/Draft";
import { fake } from "@/platform/fake";
import { connectionPlan } from "@/platform/fake/plans";
import { documents, draft, templates } from "@/platform/fake/wizard";
import { renderScreen } from "../../../tests/renderScreen";
import WizardScreen from ".";
import { SAVE_MS } from "./useDraft";

const at = "/spaces/111111111111/us-east-1/9f3c2a/add";

function open(from: Partial<Draft> = {}) {
  const opened: Draft = { ...draft, id: "draft-7", ...from };
  fake.on("open_draft", () => opened);
  fake.on("save_draft", () => null);
  fake.on("discard_draft", () => null);
  return renderScreen(
    <WizardScreen />,
    "/spaces/:account/:region/:id/add/:draft?",
    from.id ? `${at}/${from.id}` : at,
  );
}

const filled = { ...draft.form, account: "222222222222", label: "checkout-prod" };

describe("a draft", () => {
  it("is begun once and then named by the address", async () => {
    open();
    await screen.findByLabelText("Account ID");
    expect(fake.requests("open_draft")).toEqual([
      { space: { account: "111111111111", region: "us-east-1", id: "9f3c2a" }, draft: null },
    ]);
    await waitFor(() => expect(screen.getByLabelText("Address").textContent).toBe(`${at}/draft-7`));
  });

  it("is saved within 300 ms of a change, with everything in it", async () => {
    const { user } = open({ ticked: ["trust"] });
    const field = await screen.findByLabelText("Account ID");
    // What was asked for, not what a busy computer made of it.
    const timers = vi.spyOn(globalThis, "setTimeout");
    await user.type(field, "2");
    await waitFor(() => expect(fake.requests("save_draft")).toHaveLength(1));
    const waits = timers.mock.calls.map(([, wait]) => wait);
    timers.mockRestore();
    expect(waits).toContain(SAVE_MS);
    expect(SAVE_MS).toBeLessThan(300);
    expect(fake.requests("save_draft")[0]).toMatchObject({
      id: "draft-7",
      form: { account: "2", role_name: draft.form.role_name },
      ticked: ["trust"],
      step: 0,
    });
  });

  it("is saved when the screen goes away before that", async () => {
    const { user, unmount } = open();
    await user.type(await screen.findByLabelText("Account ID"), "9");
    unmount();
    await waitFor(() => expect(fake.requests("save_draft").at(-1)?.form.account).toBe("9"));
  });

  it("never has two saves under way", async () => {
    let running = 0;
    let most = 0;
    const { user } = open();
    fake.on("save_draft", async () => {
      most = Math.max(most, ++running);
      await new Promise((done) => setTimeout(done, 400));
      running--;
      return null;
    });
    const field = await screen.findByLabelText("Account ID");
    await user.type(field, "1");
    await waitFor(() => expect(running).toBe(1));
    await user.type(field, "2");
    await waitFor(() => expect(fake.requests("save_draft").at(-1)?.form.account).toBe("12"), {
      timeout: 2000,
    });
    expect(most).toBe(1);
  });

  it("comes back with its step, its ticks and its fields", async () => {
    open({ id: "draft-7", step: 1, ticked: ["create", "trust"], form: filled });
    const ticks = await screen.findAllByRole("checkbox");
    expect(ticks.map((t) => (t as HTMLInputElement).checked)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(fake.requests("open_draft")[0]?.draft).toBe("draft-7");
  });

  it("says so when it can't be saved, and goes on", async () => {
    const { user } = open();
    const field = await screen.findByLabelText("Account ID");
    fake.on("save_draft", () => {
      throw { code: "local", message: "The disk is full.", remedy: "Make room." };
    });
    await user.type(field, "2");
    await screen.findByText("The draft could not be saved");
    await user.type(field, "2");
    expect((field as HTMLInputElement).value).toBe("22");
  });

  it("that is gone can be begun anew", async () => {
    fake.on("open_draft", () => {
      throw { code: "notFound", message: "The draft is not there.", remedy: null };
    });
    const { user } = renderScreen(
      <WizardScreen />,
      "/spaces/:account/:region/:id/add/:draft?",
      `${at}/draft-0`,
    );
    await screen.findByText("The draft is not there.");
    fake.on("open_draft", () => draft);
    await user.click(screen.getByRole("button", { name: "Start a new draft" }));
    await screen.findByLabelText("Account ID");
  });

  it("is not saved again once it was discarded", async () => {
    const { user } = open();
    await user.type(await screen.findByLabelText("Account ID"), "2");
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await user.click(screen.getByRole("button", { name: "Discard draft" }));
    await screen.findByText("Elsewhere");
    await new Promise((done) => setTimeout(done, 350));
    expect(fake.requests("discard_draft")).toEqual(["draft-7"]);
    const names = fake.calls.map((c) => c.name);
    expect(names.lastIndexOf("save_draft")).toBeLessThan(names.indexOf("discard_draft"));
  });
});

describe("account and role", () => {
  const sentence = "An account ID has exactly 12 digits.";

  it("shows an error only where the user has been", async () => {
    fake.on("check_source_form", () => ({
      errors: [
        { field: "account", message: sentence },
        { field: "label", message: "Too long." },
      ],
      warnings: [],
    }));
    const { user } = open();
    await user.type(await screen.findByLabelText("Account ID"), "22");
    await waitFor(() => expect(fake.requests("check_source_form").length).toBeGreaterThan(1));
    expect(screen.queryByText(sentence)).toBeNull();
    await user.tab();
    await screen.findByText(sentence);
    expect(screen.queryByText("Too long.")).toBeNull();
  });

  it("does not call the last keystroke wrong because of the ones before it", async () => {
    const { user } = open();
    await user.type(await screen.findByLabelText("Account ID"), "222222222222");
    await user.tab();
    await new Promise((done) => setTimeout(done, 50));
    expect(screen.queryByText(sentence)).toBeNull();
  });

  it("keeps the user on the step, goes to the first bad field and loses nothing", async () => {
    const { user } = open();
    await user.type(await screen.findByLabelText(/^Account name/), "checkout");
    await user.click(screen.getByRole("button", { name: "Next" }));
    await screen.findByText(sentence);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Account ID")));
    expect((screen.getByLabelText(/^Account name/) as HTMLInputElement).value).toBe("checkout");
    expect(fake.requests("save_draft").every((d) => d.step === 0)).toBe(true);
  });

  it("does not lose a click on Next to an error that appears under the mouse", async () => {
    const { user } = open();
    await user.type(await screen.findByLabelText("Account ID"), "22");
    await user.pointer({
      keys: "[MouseLeft>]",
      target: screen.getByRole("button", { name: "Next" }),
    });
    await new Promise((done) => setTimeout(done, 50));
    expect(screen.queryByText(sentence)).toBeNull();
    await user.pointer({ keys: "[/MouseLeft]" });
    await screen.findByText(sentence);
  });

  it("lets the suggested role name follow the template, but not a typed one", async () => {
    const { user } = open();
    const name = (await screen.findByLabelText("Name your role")) as HTMLInputElement;
    await user.click(await screen.findByText(templates[1]?.title ?? ""));
    expect(name.value).toBe("DevOpsAgentCrossAccountRole");
    await user.type(name, "-mine");
    await user.click(screen.getByText(templates[0]?.title ?? ""));
    expect(name.value).toBe("DevOpsAgentCrossAccountRole-mine");
  });
});

describe("the name of the inline policy", () => {
  const choose = async (at: number, inline_policy_name: string) => {
    const form = { ...filled, inline_policy_name };
    const { user } = open({ id: "draft-7", step: 0, form });
    await user.click(await screen.findByText(templates[at]?.title ?? ""));
    await waitFor(() => expect(fake.requests("save_draft").at(-1)).toBeDefined());
    return fake.requests("save_draft").at(-1)?.form.inline_policy_name;
  };

  it("follows the template while nobody has typed one", async () => {
    expect(await choose(1, templates[0]?.inline_policy_name ?? "")).toBe(
      templates[1]?.inline_policy_name,
    );
  });

  it("stays as it was typed", async () => {
    expect(await choose(1, "Ours")).toBe("Ours");
  });
});

describe("create the role", () => {
  const start = { id: "draft-7", step: 1, form: filled } as const;

  it("keeps ticks and fields when the way is changed and changed back", async () => {
    const { user } = open({ ...start, ticked: ["trust"] });
    const name = await screen.findByLabelText("Inline policy name");
    await user.clear(name);
    await user.type(name, "Mine");
    await user.click(screen.getByText("Do it for me"));
    const reach = await screen.findByLabelText("Role to assume");
    await user.clear(reach);
    await user.type(reach, "Deploy");
    expect((screen.getByLabelText("Inline policy name") as HTMLInputElement).value).toBe("Mine");
    await user.click(screen.getByText("Guide me"));
    const ticks = await screen.findAllByRole("checkbox");
    expect(ticks.filter((t) => (t as HTMLInputElement).checked)).toHaveLength(1);
    await user.click(screen.getByText("Do it for me"));
    expect(((await screen.findByLabelText("Role to assume")) as HTMLInputElement).value).toBe(
      "Deploy",
    );
    await waitFor(() =>
      expect(fake.requests("save_draft").at(-1)).toMatchObject({
        ticked: ["trust"],
        form: { inline_policy_name: "Mine", reach_role: "Deploy", method: "automatic" },
      }),
    );
  });

  it("copies exactly the document", async () => {
    const { user } = open(start);
    const copies = await screen.findAllByRole("button", { name: "Copy trust policy" });
    await user.click(copies[0] as HTMLElement);
    expect(fake.copied).toBe(documents.trust.text);
  });

  it("opens the console page of a step", async () => {
    const { user } = open(start);
    const buttons = await screen.findAllByRole("button", { name: /^Open in console/ });
    await user.click(buttons[1] as HTMLElement);
    expect(fake.requests("open_console")).toEqual([documents.guide[4]?.page]);
  });

  it("says why it does not go on before the role has been created", async () => {
    const { user } = open({ ...start, form: { ...filled, method: "automatic" } });
    await screen.findByLabelText("Role to assume");
    await user.click(screen.getByRole("button", { name: "Next" }));
    await screen.findByText(/^The role has not been created yet\. Choose Preview changes/);
    expect(screen.queryByText("Step 1: Account and role")).toBeNull();
  });

  it("saves before it asks for the plan, and shows what AWS refused at its field", async () => {
    const { user } = open({ ...start, form: { ...filled, method: "automatic" } });
    const role = await screen.findByLabelText("Role to assume");
    await user.type(role, "X");
    fake.on("plan_role", () => {
      throw {
        code: "invalidInput",
        message: "The form has errors.",
        remedy: null,
        fields: [{ field: "reach_role", message: "This leads to account 333333333333." }],
      };
    });
    await user.click(screen.getByRole("button", { name: "Preview changes" }));
    await screen.findByText("This leads to account 333333333333.");
    const names = fake.calls.map((c) => c.name);
    expect(names.lastIndexOf("save_draft")).toBeLessThan(names.indexOf("plan_role"));
    expect(names.lastIndexOf("save_draft")).toBeGreaterThan(-1);
    await waitFor(() => expect(document.activeElement).toBe(role));
  });

  it("drops a plan whose fields have changed, but not for the account's name", async () => {
    const { user } = open({ ...start, form: { ...filled, method: "automatic" } });
    await screen.findByLabelText("Role to assume");
    await user.click(screen.getByRole("button", { name: "Preview changes" }));
    await screen.findByText("Create the role in account 222222222222");
    await user.type(screen.getByLabelText("Role to assume"), "X");
    expect(screen.queryByText("Create the role in account 222222222222")).toBeNull();
  });
});

describe("review and connect", () => {
  it("runs the connection at once and ends with where the source stands", async () => {
    const { user } = open({ id: "draft-7", step: 2, form: filled });
    await screen.findByText("Step 1: Account and role");
    await user.click(screen.getByRole("button", { name: "Add" }));
    await screen.findByText(
      "Account 222222222222 is connected to payments.",
      {},
      { timeout: 5000 },
    );
    expect(fake.requests("plan_connection")).toEqual(["draft-7"]);
    expect(fake.requests("run_plan")).toEqual(["plan-connection"]);
    const checks = screen.getByRole("list", { name: "Checks" });
    expect(within(checks).getAllByRole("listitem").length).toBeGreaterThan(3);
    await user.click(screen.getByRole("button", { name: "Go to the agent space" }));
    await screen.findByText("Elsewhere");
    expect(screen.getByLabelText("Address").textContent).toBe(at.replace("/add", ""));
  });

  it("begins a new draft for another account", async () => {
    const { user } = open({ id: "draft-7", step: 2, form: filled });
    await screen.findByText("Step 1: Account and role");
    await user.click(screen.getByRole("button", { name: "Add" }));
    const another = await screen.findByRole(
      "button",
      { name: "Add another account" },
      { timeout: 5000 },
    );
    const saved = fake.requests("save_draft").length;
    fake.on("open_draft", () => ({ ...draft, id: "draft-8" }));
    await user.click(another);
    expect(((await screen.findByLabelText("Account ID")) as HTMLInputElement).value).toBe("");
    expect(fake.requests("open_draft").at(-1)?.draft).toBeNull();
    // The back end has dropped the draft: saving it would bring it back.
    expect(fake.requests("save_draft")).toHaveLength(saved);
  });

  it("shows a connection that was interrupted, and the form if the user wants that", async () => {
    const plan = { ...connectionPlan(), id: "plan-9", state: "interrupted" as const };
    fake.on("get_plan", () => plan);
    const { user } = open({ id: "draft-7", step: 2, form: filled, plan: "plan-9" });
    await screen.findByRole("button", { name: "Resume" });
    await user.click(screen.getByRole("button", { name: "Back to the form" }));
    await screen.findByText("Step 1: Account and role");
  });

  it("takes the user to the field the back end refuses", async () => {
    fake.on("plan_connection", () => {
      throw {
        code: "invalidInput",
        message: "The form has errors.",
        remedy: null,
        fields: [{ field: "role_name", message: "This name is taken." }],
      };
    });
    const { user } = open({ id: "draft-7", step: 2, form: filled });
    await screen.findByText("Step 1: Account and role");
    await user.click(screen.getByRole("button", { name: "Add" }));
    await screen.findByText("This name is taken.");
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByLabelText("Name your role")),
    );
  });

  it("shows what the back end refuses and stays", async () => {
    fake.on("plan_connection", () => {
      throw { code: "denied", message: "AWS said no.", remedy: "Ask for the permission." };
    });
    const { user } = open({ id: "draft-7", step: 2, form: filled });
    await screen.findByText("Step 1: Account and role");
    await user.click(screen.getByRole("button", { name: "Add" }));
    expect(await screen.findAllByText(/AWS said no\. Ask for the permission\./)).not.toHaveLength(
      0,
    );
    expect(screen.getByRole("button", { name: "Add" })).toBeTruthy();
  });
});

beforeEach(() => {
  // jsdom has no layout.
  window.scrollTo = () => undefined;
});
