import { CopyButton } from "./CopyButton";
import "./components.css";

export interface CopyTextProps {
  text: string;
  what: string;
  /** One line, cut off where there is no room. The whole text is in the tooltip. */
  short?: boolean;
}

/** A short text, such as an ARN, with a button that copies it. */
export function CopyText({ text, what, short = false }: CopyTextProps) {
  return (
    <span className={short ? "rb-copy-text rb-copy-short" : "rb-copy-text"}>
      <CopyButton text={text} what={what} variant="inline-icon" />
      <span title={short ? text : undefined}>{text}</span>
    </span>
  );
}
