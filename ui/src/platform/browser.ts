import type { Event } from "@/ipc/Event";
import { type Platform, toFailure } from "./types";

/** A plain browser over HTTP, for the end-to-end tests of the screens. */
export const platform: Platform = {
  async call(name, request) {
    let response: Response;
    try {
      response = await fetch(`/ipc/${name}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
      });
    } catch (reason) {
      throw toFailure(reason);
    }
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) throw toFailure(answer ?? `The server answered ${response.status}.`);
    return answer as never;
  },
  onEvent(listener) {
    const source = new EventSource("/events");
    source.addEventListener("message", (message: MessageEvent<string>) => {
      listener(JSON.parse(message.data) as Event);
    });
    return () => source.close();
  },
  copyText: (text) => navigator.clipboard.writeText(text),
};
