import type { Commands } from "@/ipc/Commands";
import type { Event } from "@/ipc/Event";
import type { Failure } from "@/ipc/Failure";

export type CommandName = keyof Commands;
export type RequestOf<K extends CommandName> = Commands[K]["request"];
export type AnswerOf<K extends CommandName> = Commands[K]["answer"];

/** All the front end needs of what it runs in. */
export interface Platform {
  /** Runs a command. A rejection is always a `Failure`. */
  call<K extends CommandName>(name: K, request: RequestOf<K>): Promise<AnswerOf<K>>;
  /** Calls the listener for each event; the answer stops that. */
  onEvent(listener: (event: Event) => void): () => void;
  /** Puts exactly this text on the clipboard. */
  copyText(text: string): Promise<void>;
}

/** Whether this is the error of the wire. */
export function isFailure(value: unknown): value is Failure {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { code?: unknown }).code === "string" &&
    typeof (value as { message?: unknown }).message === "string"
  );
}

/** Any rejection as a `Failure`. */
export function toFailure(reason: unknown): Failure {
  if (isFailure(reason)) return reason;
  const message =
    reason instanceof Error
      ? reason.message
      : typeof reason === "string"
        ? reason
        : "Something went wrong.";
  return { code: "local", message, remedy: null };
}
