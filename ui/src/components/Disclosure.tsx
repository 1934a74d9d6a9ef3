import Button from "@cloudscape-design/components/button";
import { type ReactNode, useId, useState } from "react";
import "./components.css";

export interface DisclosureProps {
  /** On the toggle: "Show the document". */
  text: string;
  /** The same, for those who do not see what it belongs to. */
  label: string;
  children: ReactNode;
}

/** A small toggle in running text. What it shows is made when it is first wanted. */
export function Disclosure({ text, label, children }: DisclosureProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div>
      <Button
        variant="inline-link"
        iconName={open ? "caret-down-filled" : "caret-right-filled"}
        ariaLabel={label}
        ariaExpanded={open}
        {...(open ? { ariaControls: id } : {})}
        onClick={() => setOpen(!open)}
      >
        {text}
      </Button>
      {open && (
        <div id={id} className="rb-disclosed">
          {children}
        </div>
      )}
    </div>
  );
}
