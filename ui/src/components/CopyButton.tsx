import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useState } from "react";
import { platform } from "#platform";

export interface CopyButtonProps {
  /** Exactly this is copied. */
  text: string;
  /** What it is, for the button's label: "Copy trust policy". */
  what: string;
  /** Text on the button. An icon button has none. */
  children?: string;
  variant?: ButtonProps.Variant;
}

/** Copies a text and says whether that worked. */
export function CopyButton({ text, what, children = "Copy", variant = "normal" }: CopyButtonProps) {
  const [result, setResult] = useState<"copied" | "failed" | null>(null);
  useEffect(() => {
    if (result === null) return undefined;
    const timer = setTimeout(() => setResult(null), 4000);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = () => {
    platform.copyText(text).then(
      () => setResult("copied"),
      () => setResult("failed"),
    );
  };
  const icon = variant === "icon" || variant === "inline-icon";
  return (
    <span className="rb-copy">
      <Button iconName="copy" variant={variant} ariaLabel={`Copy ${what}`} onClick={copy}>
        {icon ? undefined : children}
      </Button>
      <span role="status">
        {result === "copied" && <StatusIndicator type="success">Copied</StatusIndicator>}
        {result === "failed" && (
          <StatusIndicator type="error">Could not copy. Select the text instead.</StatusIndicator>
        )}
      </span>
    </span>
  );
}
