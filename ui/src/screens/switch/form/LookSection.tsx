import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import type { NamedColour } from "@/ipc/NamedColour";
import type { SwitchGroup } from "@/ipc/SwitchGroup";
import { EntryLabel } from "../EntryLabel";
import { GroupField } from "../GroupDialog";
import { ColourTiles } from "./ColourTiles";
import type { SectionProps } from "./fields";

interface Props extends SectionProps {
  colours: readonly NamedColour[];
  groups: readonly SwitchGroup[];
}

/** How the entry looks, and where it is kept. */
export function LookSection({ form, fields, set, colours, groups }: Props) {
  return (
    <SpaceBetween size="l">
      <ColourTiles
        fields={fields}
        colours={colours}
        value={form.colour}
        onChange={(colour) => set({ colour })}
      />
      <div>
        <Box variant="awsui-key-label">Preview</Box>
        <EntryLabel name={form.name || "Display name"} colour={form.colour} />
      </div>
      <GroupField
        value={form.group}
        onChange={(group) => set({ group })}
        onBlur={() => fields.touch("group")}
        groups={groups}
        error={fields.error("group")}
        register={fields.register("group")}
      />
      <Checkbox
        checked={form.favourite}
        onChange={({ detail }) => set({ favourite: detail.checked })}
        description="Favourites come first, here and in the tray."
      >
        Favourite
      </Checkbox>
      <FormField
        label={
          <span>
            Notes <i>- optional</i>
          </span>
        }
        constraintText="What you want to know, or find it by. At most 2,000 characters."
        errorText={fields.error("notes")}
      >
        <Textarea
          ref={fields.register("notes")}
          value={form.notes}
          onChange={({ detail }) => set({ notes: detail.value })}
          onBlur={() => fields.touch("notes")}
          rows={3}
        />
      </FormField>
    </SpaceBetween>
  );
}
