import { useEffect } from "react";
import { platform } from "#platform";

let told = false;

/** Tells the back end, once, that the first screen shows its data. Times the start. */
export function useScreenReady(ready: boolean) {
  useEffect(() => {
    if (!ready || told) return;
    told = true;
    requestAnimationFrame(() =>
      setTimeout(() => {
        platform.call("screen_ready", null).catch(() => undefined);
      }),
    );
  }, [ready]);
}
