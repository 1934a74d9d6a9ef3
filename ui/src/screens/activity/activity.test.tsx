import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { fake } from "@/platform/fake";
import { activities } from "@/platform/fake/activity";
import { renderScreen } from "../../../tests/renderScreen";
import ActivityScreen from ".";
import { shortName, valueLabel } from "./columns";

function open(matching = 60) {
  fake.on("list_activity", () => ({ rows: activities, matching, total: 200 }));
  fake.on("export_activity", () => ({ path: "/home/olivia/activity-2026-11-22.csv", rows: 60 }));
  return renderScreen(<ActivityScreen />, "/activity", "/activity");
}

const last = () => fake.requests("list_activity").at(-1);

describe("activity", () => {
  it("asks for the newest first and a page at a time", async () => {
    const { user } = open();
    await screen.findByText("iam:CreateRole");
    expect(last()).toMatchObject({ sort: "at", descending: true, page: 1, page_size: 25 });
    await user.click(screen.getByRole("button", { name: /next page/i }));
    await waitFor(() => expect(last()).toMatchObject({ page: 2 }));
  });

  it("goes back to the first page when the order changes", async () => {
    const { user } = open();
    await screen.findByText("iam:CreateRole");
    await user.click(screen.getByRole("button", { name: /next page/i }));
    await waitFor(() => expect(last()).toMatchObject({ page: 2 }));
    await user.click(screen.getAllByRole("button", { name: /^Action/ })[0] as HTMLElement);
    await waitFor(() =>
      expect(last()).toMatchObject({ sort: "action", descending: false, page: 1 }),
    );
  });

  it("says where the file is", async () => {
    const { user } = open();
    await screen.findByText("iam:CreateRole");
    await user.click(screen.getByRole("button", { name: "Export CSV" }));
    await screen.findByText("/home/olivia/activity-2026-11-22.csv");
    expect(fake.requests("export_activity")[0]).toMatchObject({ sort: "at", tokens: [] });
  });

  it("offers to try again when the log can't be read", async () => {
    fake.on("list_activity", () => {
      throw { code: "local", message: "The database is locked.", remedy: null };
    });
    const { user } = renderScreen(<ActivityScreen />, "/activity", "/activity");
    await screen.findByText("The database is locked.");
    fake.on("list_activity", () => ({ rows: activities, matching: 6, total: 6 }));
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("iam:CreateRole");
  });
});

describe("a line", () => {
  it("names people shortly and results in words", () => {
    expect(shortName("arn:aws:sts::111111111111:assumed-role/Admin/olivia")).toBe(
      "assumed-role/Admin/olivia",
    );
    expect(shortName("root")).toBe("root");
    expect(valueLabel("result", "unchanged")).toBe("Unchanged");
    expect(valueLabel("who", "failed")).toBe("failed");
  });
});
