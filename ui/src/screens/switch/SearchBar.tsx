import Input, { type InputProps } from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import ToggleButton from "@cloudscape-design/components/toggle-button";
import { memo, type RefObject } from "react";
import type { SwitchEntryId } from "@/ipc/SwitchEntryId";
import type { SwitchGroup } from "@/ipc/SwitchGroup";
import type { SwitchOrder } from "@/ipc/SwitchOrder";
import type { SwitchPreferences } from "@/ipc/SwitchPreferences";
import { LIST, optionId } from "./ids";
import type { Filters } from "./useFinder";
import type { Pressed } from "./useListKeys";

interface FieldProps {
  field: RefObject<InputProps.Ref | null>;
  value: string;
  active: SwitchEntryId | null;
  onType: (text: string) => void;
  onKey: (pressed: Pressed) => boolean;
}

/** The field that is typed into. The arrow keys move through the list while one types. */
export function SearchField({ field, value, active, onType, onKey }: FieldProps) {
  return (
    <Input
      ref={field}
      type="search"
      value={value}
      onChange={({ detail }) => onType(detail.value)}
      onKeyDown={(event) => {
        if (onKey(event.detail)) event.preventDefault();
      }}
      placeholder="Find by name, account, role, Region, group, tag or note"
      ariaLabel="Find entries"
      clearAriaLabel="Clear the search"
      autoComplete={false}
      spellcheck={false}
      nativeInputAttributes={{
        role: "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": true,
        "aria-controls": LIST,
        "aria-keyshortcuts": "/",
        ...(active === null ? {} : { "aria-activedescendant": optionId(active) }),
      }}
    />
  );
}

const orders: Array<{ value: SwitchOrder; label: string; description: string }> = [
  { value: "use", label: "Most used", description: "Favourites, then what you use often" },
  { value: "recent", label: "Last used", description: "Most recent first" },
  { value: "name", label: "Name", description: "From A to Z" },
  { value: "group", label: "Group", description: "Under a heading for each group" },
  { value: "manual", label: "Your order", description: "As you move them" },
];

const GROUP = "group:";

interface NarrowProps {
  groups: readonly SwitchGroup[];
  filters: Filters;
  look: SwitchPreferences;
  onFilter: (part: Partial<Filters>) => void;
  onShow: (part: Partial<SwitchPreferences>) => void;
}

/** Which entries are shown, in what order, and how they look. */
export const Narrow = memo(function Narrow(props: NarrowProps) {
  const { groups, filters, look, onFilter, onShow } = props;
  const options = [
    { value: "", label: "All groups" },
    ...groups.map(({ name, count }) => ({
      value: `${GROUP}${name ?? ""}`,
      label: name ?? "No group",
      labelTag: String(count),
    })),
  ];
  const chosen = filters.group === null ? "" : `${GROUP}${filters.group}`;
  const group = options.find((o) => o.value === chosen) ?? {
    value: chosen,
    label: filters.group ?? "",
    labelTag: "0",
  };
  return (
    <div className="rb-switch-narrow">
      <div className="rb-switch-select">
        <Select
          selectedOption={group}
          options={options}
          filteringType={options.length > 12 ? "auto" : "none"}
          filteringAriaLabel="Find a group"
          ariaLabel="Group"
          expandToViewport
          onChange={({ detail }) => {
            const value = detail.selectedOption.value ?? "";
            onFilter({ group: value === "" ? null : value.slice(GROUP.length) });
          }}
        />
      </div>
      <div className="rb-switch-select">
        <Select
          selectedOption={orders.find((o) => o.value === look.order) ?? null}
          options={orders}
          ariaLabel="Order"
          expandToViewport
          onChange={({ detail }) =>
            onShow({ order: (detail.selectedOption.value ?? "use") as SwitchOrder })
          }
        />
      </div>
      <ToggleButton
        iconName="star"
        pressedIconName="star-filled"
        pressed={filters.favourites}
        onChange={({ detail }) => onFilter({ favourites: detail.pressed })}
      >
        Favourites
      </ToggleButton>
      <SegmentedControl
        label="How entries are shown"
        selectedId={look.look}
        options={[
          { id: "rows", iconName: "list-view", iconAlt: "Lines" },
          { id: "cards", iconName: "grid-view", iconAlt: "Cards" },
        ]}
        onChange={({ detail }) =>
          onShow({ look: detail.selectedId === "cards" ? "cards" : "rows" })
        }
      />
    </div>
  );
});
