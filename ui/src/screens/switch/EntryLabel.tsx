import "./switch.css";

interface Props {
  name: string;
  /** Six hexadecimal digits. */
  colour: string;
}

/** An entry as the console's top bar shows it: its name on its colour. */
export function EntryLabel({ name, colour }: Props) {
  const valid = /^[0-9a-f]{6}$/i.test(colour);
  return (
    <span
      className="rb-entry-label"
      style={valid ? { backgroundColor: `#${colour}`, color: inkOn(colour) } : undefined}
    >
      {name}
    </span>
  );
}

/** Black or white, whichever is easier to read on the colour. */
export function inkOn(colour: string): string {
  const part = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const light = 0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4);
  // Where the contrast with black and with white is the same (WCAG 2).
  return light > 0.179 ? "#000000" : "#ffffff";
}

/** A patch of colour beside a word that names it. */
export function Swatch({ colour }: { colour: string }) {
  return (
    <svg className="rb-swatch" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <rect x="0.5" y="0.5" width="15" height="15" rx="3" fill={`#${colour}`} stroke="#7d8998" />
    </svg>
  );
}
