import { canned } from "./fake/canned";
import { fake, type Handler } from "./fake/control";
import { type CommandName, type Platform, type RequestOf, toFailure } from "./types";

export { fake };

/** Canned answers in memory, for tests and for work on the screens. It decides nothing. */
export const platform: Platform = {
  async call<K extends CommandName>(name: K, request: RequestOf<K>) {
    fake.calls.push({ name, request });
    const handler = fake.override(name) ?? (canned[name] as Handler<K>);
    try {
      return await handler(structuredClone(request));
    } catch (reason) {
      throw toFailure(reason);
    }
  },
  onEvent: (listener) => fake.listen(listener),
  async copyText(text) {
    fake.copied = text;
    await globalThis.navigator.clipboard?.writeText(text).catch(() => undefined);
  },
};
