import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { failureFlash } from "@/components";
import { timeLeft } from "@/components/TimeLeft";
import { fake } from "@/platform/fake";
import { sessions } from "@/platform/fake/switching";
import { renderScreen } from "../../../../tests/renderScreen";
import { RunningSessions } from ".";

const open = () => renderScreen(<RunningSessions />, "/switch", "/switch");

it("lists what runs; renews each and ends what is to end", async () => {
  fake.on("list_sessions", () => sessions);
  const { user } = open();
  const [first, second] = sessions;
  for (const session of [first, second]) {
    const name = `Renew the session of ${session?.name}`;
    await user.click(await screen.findByRole("button", { name }));
  }
  await waitFor(() =>
    expect(fake.requests("renew_session")).toEqual([first?.entry, second?.entry]),
  );
  await user.click(screen.getByRole("button", { name: `End the session of ${second?.name}` }));
  await waitFor(() => expect(fake.requests("end_session")).toEqual([second?.entry]));
  await screen.findByText(/AWS itself can't end a session/);
});

it("shows one that ended, to be had again or taken off the list", async () => {
  const ended = {
    ...sessions[0]!,
    expires_at: new Date(Date.now() - 600_000).toISOString(),
    state: { state: "ended" as const },
  };
  fake.on("list_sessions", () => [ended]);
  fake.on("renew_session", () => {
    throw { code: "cancelled", message: "Cancelled. Nothing was changed.", remedy: null };
  });
  const { user } = open();
  await screen.findByText("10 minutes ago");
  await user.click(screen.getByRole("button", { name: `Renew the session of ${ended.name}` }));
  await waitFor(() => expect(fake.requests("renew_session")).toEqual([ended.entry]));
  const dismiss = { name: `Take the session of ${ended.name} off the list` };
  await user.click(screen.getByRole("button", dismiss));
  await waitFor(() => expect(fake.requests("end_session")).toEqual([ended.entry]));
  expect(screen.queryByText(/was ended/)).toBeNull();
});

it("is calm about somebody who changed their mind", () => {
  const failure = { code: "cancelled" as const, message: "Cancelled.", remedy: null };
  expect(failureFlash("x", failure).type).toBe("info");
});

it("takes no room where nothing runs", async () => {
  open();
  await waitFor(() => expect(fake.requests("list_sessions")).toHaveLength(1));
  expect(screen.queryByText("Sessions")).toBeNull();
});

it.each([
  [-1, "ended"],
  [59, "less than a minute left"],
  [60, "1 min left"],
  [3600, "1 h left"],
  [3660, "1 h 1 min left"],
])("says of %i seconds: %s", (seconds, words) => {
  const now = Date.parse("2026-11-22T10:00:00Z");
  expect(timeLeft(new Date(now + seconds * 1000).toISOString(), now)).toBe(words);
});
