import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { timeLeft } from "@/components/TimeLeft";
import { fake } from "@/platform/fake";
import { sessions } from "@/platform/fake/switching";
import { renderScreen } from "../../../../tests/renderScreen";
import { RunningSessions } from ".";

const open = () => renderScreen(<RunningSessions />, "/switch", "/switch");

it("lists what runs; renews what can be renewed and ends what is to end", async () => {
  fake.on("list_sessions", () => sessions);
  const { user } = open();
  const [first, second] = sessions;
  await user.click(
    await screen.findByRole("button", { name: `Renew the session of ${first?.name}` }),
  );
  await waitFor(() => expect(fake.requests("renew_session")).toEqual([first?.entry]));
  const button = await screen.findByRole("button", {
    name: `Renew the session of ${second?.name}`,
  });
  expect(
    button.getAttribute("aria-disabled") ?? String((button as HTMLButtonElement).disabled),
  ).toBe("true");
  await user.click(screen.getByRole("button", { name: `End the session of ${second?.name}` }));
  await waitFor(() => expect(fake.requests("end_session")).toEqual([second?.entry]));
  await screen.findByText(/AWS itself can't end a session/);
});

it("takes no room where nothing runs", async () => {
  open();
  await waitFor(() => expect(fake.requests("list_sessions")).toHaveLength(1));
  expect(screen.queryByText("Running sessions")).toBeNull();
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
