import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { platform } from "#platform";
import { queryClient, readKey, useRead } from "@/data";
import type { Failure } from "@/ipc/Failure";
import type { FieldMessage } from "@/ipc/FieldMessage";
import type { FormCheck } from "@/ipc/FormCheck";
import type { AnswerOf, CommandName, RequestOf } from "@/platform/types";
import { afterPointer } from "./pointer";
import { useDebounced } from "./useDebounced";
import { useStable } from "./useStable";

/** Commands that say what is wrong with a form. */
export type CheckCommand = {
  [K in CommandName]: AnswerOf<K> extends FormCheck ? K : never;
}[CommandName];

/** Anything that can take the keyboard. */
export interface Focusable {
  focus(): void;
}

/** What the fields of a form need to know of themselves. */
export interface Fields<Name extends string> {
  /** Remembers that the user has been in a field, so that its errors may show. */
  touch(name: Name): void;
  /** The sentence to show at a field. */
  error(name: Name): string | undefined;
  /** The warning to show at a field. */
  warning(name: Name): string | undefined;
  /** Tells where the control of a field is. */
  register(name: Name): (control: Focusable | null) => void;
  /** Checks now. Shows what is wrong with these fields and goes to the first of them. */
  check(names: readonly Name[]): Promise<CheckResult>;
  /** Shows what the back end refused; the answer is what no field on the screen can show. */
  reject(failure: Failure): FieldMessage[];
  /** Goes to a field. */
  focus(name: Name): void;
}

export interface CheckResult {
  ok: boolean;
  /** All that is wrong with the fields asked for. */
  wrong: FieldMessage[];
  /** Sentences for fields that are not on the screen. */
  elsewhere: FieldMessage[];
}

const TYPING_MS = 150;

/**
 * Checks a form by a command while it is being typed. Errors show at fields the user has been in,
 * and at all fields asked for once `check` was called.
 */
export function useFields<K extends CheckCommand, Name extends string>(
  command: K,
  form: RequestOf<K>,
): Fields<Name> & { answer: AnswerOf<K> | undefined } {
  const request = useStable(form);
  const settled = useDebounced(request, TYPING_MS);
  const checked = useRead(command, settled, { keepPrevious: true }).data;
  const live = (queryClient.getQueryData(readKey(command, request)) ?? checked) as
    (FormCheck & AnswerOf<K>) | undefined;
  const [touched, setTouched] = useState<ReadonlySet<Name>>(new Set());
  const [refused, setRefused] = useState<{ request: RequestOf<K>; fields: FieldMessage[] }>();
  const controls = useRef(new Map<Name, Focusable>());
  const setters = useRef(new Map<Name, (control: Focusable | null) => void>());
  const newest = useRef(request);
  useLayoutEffect(() => {
    newest.current = request;
  }, [request]);

  const ask = useCallback(
    () =>
      queryClient.fetchQuery({
        queryKey: readKey(command, newest.current),
        queryFn: () => platform.call(command, newest.current),
        staleTime: 0,
      }) as Promise<FormCheck>,
    [command],
  );

  const show = useCallback((names: readonly Name[]) => {
    setTouched((now) => (names.every((n) => now.has(n)) ? now : new Set([...now, ...names])));
  }, []);

  // Not before what was typed last has been checked: what was wrong before may be right now.
  const touch = useCallback(
    (name: Name) => {
      const done = () => show([name]);
      afterPointer(() => void ask().then(done, done));
    },
    [ask, show],
  );

  const register = useCallback((name: Name) => {
    let setter = setters.current.get(name);
    if (!setter) {
      setter = (control) => {
        if (control) controls.current.set(name, control);
        else controls.current.delete(name);
      };
      setters.current.set(name, setter);
    }
    return setter;
  }, []);

  const focus = useCallback((name: Name) => {
    // After the next paint: the field may have to appear first.
    requestAnimationFrame(() => controls.current.get(name)?.focus());
  }, []);

  const check = useCallback(
    async (names: readonly Name[]): Promise<CheckResult> => {
      const answer = await ask();
      show(names);
      const wrong = answer.errors.filter((e) => names.includes(e.field as Name));
      const first = names.find((n) => controls.current.has(n) && wrong.some((e) => e.field === n));
      if (first !== undefined) focus(first);
      return {
        ok: wrong.length === 0,
        wrong,
        elsewhere: wrong.filter((e) => !controls.current.has(e.field as Name)),
      };
    },
    [ask, focus, show],
  );

  const reject = useCallback(
    (failure: Failure) => {
      if (failure.code !== "invalidInput") return [];
      setRefused({ request: newest.current, fields: failure.fields });
      const here = failure.fields.filter((f) => controls.current.has(f.field as Name));
      if (here[0]) focus(here[0].field as Name);
      return failure.fields.filter((f) => !here.includes(f));
    },
    [focus],
  );

  const said = refused?.request === request ? refused.fields : [];
  return {
    touch,
    register,
    focus,
    check,
    reject,
    /** All that was answered to the form as it is, or as it was a moment ago. */
    answer: live,
    error: (name) =>
      said.find((f) => f.field === name)?.message ??
      (touched.has(name) ? live?.errors.find((f) => f.field === name)?.message : undefined),
    warning: (name) => live?.warnings.find((f) => f.field === name)?.message,
  };
}
