import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { type KeyboardEvent, useState } from "react";

interface Props {
  saved: string;
  usual: string;
  error: string | null;
  busy: boolean;
  onChange: (shortcut: string) => void;
}

/** Keys that are only held. */
const held = ["Control", "Alt", "AltGraph", "Shift", "Meta", "OS", "Super", "Hyper"];

/** The keys of an event in words; nothing while there is none to strike, or to leave the field. */
export function keysOf(event: KeyboardEvent | globalThis.KeyboardEvent): string | null {
  const bare = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (held.includes(event.key) || event.code === "") return null;
  if (bare && ["Tab", "Escape"].includes(event.code)) return null;
  return [
    event.ctrlKey && "Ctrl",
    event.altKey && "Alt",
    event.shiftKey && "Shift",
    event.metaKey && "Super",
    event.code,
  ]
    .filter(Boolean)
    .join("+");
}

/** A field that takes down the keys pressed in it. Tab and Escape alone stay what they are. */
export function ShortcutField({ saved, usual, error, busy, onChange }: Props) {
  // What was pressed stands in the field until it is taken over, also where it is refused.
  const [pressed, setPressed] = useState<string | null>(null);
  const take = (keys: string) => {
    setPressed(keys);
    onChange(keys);
  };
  return (
    <FormField
      label="Shortcut"
      description="Go to the field and press the keys, such as Ctrl, Alt and Space together."
      errorText={error}
      secondaryControl={
        <Button
          disabled={saved === usual && error === null}
          loading={busy}
          onClick={() => take(usual)}
        >
          {`Use ${usual}`}
        </Button>
      }
    >
      <Input
        value={error !== null && pressed !== null ? pressed : saved}
        onChange={() => undefined}
        // Cloudscape's own event has no `code`; but without a listener of it the native one fails.
        onKeyDown={() => undefined}
        autoComplete={false}
        spellcheck={false}
        nativeInputAttributes={{
          onKeyDown: (event) => {
            const keys = keysOf(event);
            if (keys === null) return;
            event.preventDefault();
            take(keys);
          },
        }}
      />
    </FormField>
  );
}
