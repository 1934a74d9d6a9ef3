import { CopyButton } from "./CopyButton";

/** A short text, such as an ARN, with a button that copies it. */
export function CopyText({ text, what }: { text: string; what: string }) {
  return (
    <span className="rb-copy-text">
      <CopyButton text={text} what={what} variant="inline-icon" />
      <span>{text}</span>
    </span>
  );
}
