import FormField from "@cloudscape-design/components/form-field";
import Tiles from "@cloudscape-design/components/tiles";
import type { Fields } from "@/forms";
import type { NamedColour } from "@/ipc/NamedColour";
import { Swatch } from "../EntryLabel";

interface Props {
  colours: readonly NamedColour[];
  value: string;
  onChange: (hex: string) => void;
  fields: Fields<string>;
}

/** The colours the console knows. One it does not know stays chosen until another is picked. */
export function ColourTiles({ colours, value, onChange, fields }: Props) {
  const known = colours.some((c) => c.hex.toLowerCase() === value.toLowerCase());
  const offered = known || value === "" ? colours : [...colours, { name: `#${value}`, hex: value }];
  return (
    <FormField
      label="Colour"
      description="In Rolebridge and in the console."
      errorText={fields.error("colour")}
      warningText={fields.warning("colour")}
      stretch
    >
      <Tiles
        ref={fields.register("colour")}
        value={value === "" ? null : value.toLowerCase()}
        columns={3}
        onChange={({ detail }) => onChange(detail.value)}
        items={offered.map((c) => ({
          value: c.hex.toLowerCase(),
          label: (
            <>
              <Swatch colour={c.hex} /> {c.name}
            </>
          ),
        }))}
      />
    </FormField>
  );
}
