import Button from "@cloudscape-design/components/button";
import { useEffect, useState } from "react";
import { useAct, useCopied } from "@/data";
import type { Copied } from "@/ipc/Copied";
import type { CopyEnd } from "@/ipc/CopyEnd";
import type { Shell } from "@/ipc/Shell";
import { type FlashItem, useFlash } from "./flash";

const shells: Record<Shell, string> = {
  bash: "bash or zsh",
  fish: "fish",
  powerShell: "PowerShell",
};

/** Shows that credentials are in the clipboard, for how long, and what became of them. */
export function CopiedFlash() {
  const state = useCopied();
  const flash = useFlash();
  const { mutate: clear } = useAct("clear_copied");
  useEffect(() => {
    if (!state) return;
    const { copied, end } = state;
    flash.show(end === null ? held(copied, () => clear(null)) : over(copied, end));
  }, [state, flash, clear]);
  return null;
}

const ID = "copied";

function held(copied: Copied, onClear: () => void): FlashItem {
  return {
    id: ID,
    type: "success",
    header: `Exports of ${copied.name} for ${shells[copied.shell]} were copied`,
    content: <Countdown until={copied.clears_at} />,
    action: <Button onClick={onClear}>Clear now</Button>,
  };
}

function over(copied: Copied, end: CopyEnd): FlashItem {
  if (end === "failed") {
    return {
      id: ID,
      type: "warning",
      header: "The clipboard could not be cleared",
      content: `It may still hold credentials of ${copied.name}. Copy something else.`,
    };
  }
  return {
    id: ID,
    type: "info",
    header: end === "cleared" ? "The clipboard was cleared" : "The clipboard holds something else",
    content:
      end === "cleared"
        ? `The credentials of ${copied.name} are in it no more.`
        : `You copied something after the credentials of ${copied.name}; it was left there.`,
  };
}

/** Counts for the eye only: a screen reader would read out every second. */
function Countdown({ until }: { until: string }) {
  const end = Date.parse(until);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const left = Math.max(0, Math.ceil((end - now) / 1000));
  return (
    <>
      Paste them into a shell. They are taken out of the clipboard at{" "}
      {new Date(end).toLocaleTimeString()} <span aria-hidden="true">({left} s)</span>.
    </>
  );
}
