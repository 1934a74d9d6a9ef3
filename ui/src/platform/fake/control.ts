import type { Event } from "@/ipc/Event";
import type { AnswerOf, CommandName, RequestOf } from "../types";

export type Handler<K extends CommandName> = (
  request: RequestOf<K>,
) => AnswerOf<K> | Promise<AnswerOf<K>>;
export type Handlers = { [K in CommandName]: Handler<K> };

const listeners = new Set<(event: Event) => void>();
let overrides: Partial<Handlers> = {};

/** What a test or a demo does to the fake: other answers, events, a look at the calls. */
export const fake = {
  /** Calls so far, oldest first. */
  calls: [] as Array<{ name: CommandName; request: unknown }>,
  /** Text last copied. */
  copied: null as string | null,
  /** Answers a command in another way. Throw a `Failure` to fail. */
  on<K extends CommandName>(name: K, handler: Handler<K>) {
    overrides = { ...overrides, [name]: handler };
  },
  /** The other way, if there is one. */
  override<K extends CommandName>(name: K): Handler<K> | undefined {
    return overrides[name] as Handler<K> | undefined;
  },
  /** Tells the front end that something changed. */
  emit(event: Event) {
    for (const listener of listeners) listener(event);
  },
  /** Listens to that. */
  listen(listener: (event: Event) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Requests of one command, oldest first. */
  requests<K extends CommandName>(name: K): Array<RequestOf<K>> {
    return this.calls.filter((c) => c.name === name).map((c) => c.request as RequestOf<K>);
  },
  /** Back to the canned answers. */
  reset() {
    overrides = {};
    this.calls.length = 0;
    this.copied = null;
  },
};
