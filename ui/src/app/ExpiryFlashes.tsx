import { useEffect } from "react";
import { platform } from "#platform";
import { timeLeft } from "@/components/TimeLeft";
import { useFlash } from "./flash";

/** Says in the window, too, that a session ends soon and goes on only with a person's help. */
export function ExpiryFlashes() {
  const flash = useFlash();
  useEffect(
    () =>
      platform.onEvent((event) => {
        if (event.kind !== "sessionExpiring") return;
        const { session, needs_mfa: mfa } = event;
        flash.show({
          id: `session-${session.entry}`,
          type: "warning",
          header: `The session of ${session.name} ends soon`,
          content: [
            `Account ${session.account}: ${timeLeft(session.expires_at)}.`,
            session.state.state === "failed"
              ? `Renewing it failed: ${session.state.reason}`
              : mfa
                ? "A new one needs your MFA device: open the entry again and type its code."
                : "Open the entry again to begin a new one.",
          ].join(" "),
        });
      }),
    [flash],
  );
  return null;
}
