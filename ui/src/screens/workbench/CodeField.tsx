import { useImperativeHandle, useMemo, useRef, type Ref } from "react";
import type { TextRange } from "@/ipc/TextRange";
import "./workbench.css";

export type MarkTone = "decided" | "error" | "security" | "warning" | "suggestion" | "shown";

/** A part of the text that is drawn differently. */
export interface Mark {
  range: TextRange;
  tone: MarkTone;
}

export interface CodeFieldRef {
  /** Goes to a place: selects it and brings it into sight. */
  show(range: TextRange): void;
}

interface Props {
  id: string;
  value: string;
  onChange: (value: string) => void;
  marks: readonly Mark[];
  label: string;
  invalid: boolean;
  describedBy: string;
  ref?: Ref<CodeFieldRef>;
}

const LINE_HEIGHT = 18;

/**
 * A text field for code: line numbers, and marks drawn behind the text. Ace, which Cloudscape's
 * CodeEditor needs, is half a megabyte and writes style elements that the content security policy
 * forbids; a plain text field also keeps the keyboard as everybody knows it, with Tab moving on.
 */
export function CodeField(props: Props) {
  const { id, value, onChange, marks, label, invalid, describedBy, ref } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => ({
    show(range) {
      field.current?.focus({ preventScroll: true });
      field.current?.setSelectionRange(range.start, range.end);
      frame.current?.scrollTo({ top: (range.line - 3) * LINE_HEIGHT });
      frame.current?.scrollIntoView({ block: "nearest" });
    },
  }));
  const numbers = useMemo(
    () => Array.from({ length: value.split("\n").length }, (_, i) => i + 1).join("\n"),
    [value],
  );
  const parts = useMemo(() => split(value, marks), [value, marks]);
  return (
    <div ref={frame} className="rb-code-field">
      <pre className="rb-code-numbers" aria-hidden>
        {numbers}
      </pre>
      <div className="rb-code-body">
        <pre className="rb-code-marks" aria-hidden>
          {parts.map((part) =>
            part.tones.length > 0 ? (
              <span key={part.start} className={part.tones.map((t) => `rb-mark-${t}`).join(" ")}>
                {part.text}
              </span>
            ) : (
              part.text
            ),
          )}
          {"\n"}
        </pre>
        <textarea
          id={id}
          ref={field}
          className="rb-code-text"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-label={label}
          aria-invalid={invalid}
          aria-describedby={describedBy}
        />
      </div>
    </div>
  );
}

interface Part {
  start: number;
  text: string;
  tones: MarkTone[];
}

/** The text in pieces, each with the marks that cover it. */
export function split(text: string, marks: readonly Mark[]): Part[] {
  const edges = new Set([0, text.length]);
  for (const { range } of marks) {
    edges.add(Math.min(range.start, text.length));
    edges.add(Math.min(range.end, text.length));
  }
  const at = [...edges];
  at.sort((a, b) => a - b);
  return at.slice(0, -1).map((start, i) => {
    const end = at[i + 1] ?? text.length;
    const over = marks.filter((m) => m.range.start <= start && end <= m.range.end);
    return { start, text: text.slice(start, end), tones: [...new Set(over.map((m) => m.tone))] };
  });
}
