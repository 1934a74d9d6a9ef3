import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Event } from "@/ipc/Event";
import { type Platform, toFailure } from "./types";

/** The desktop app. No other file imports Tauri. */
export const platform: Platform = {
  async call(name, request) {
    try {
      return await invoke(name, { request });
    } catch (reason) {
      throw toFailure(reason);
    }
  },
  onEvent(listener) {
    const stop = listen<Event>("rolebridge-event", ({ payload }) => listener(payload));
    return () => {
      void stop.then((off) => off());
    };
  },
  copyText: (text) => navigator.clipboard.writeText(text),
};
