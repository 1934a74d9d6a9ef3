import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { EntryChoice } from "@/ipc/EntryChoice";

interface Props {
  value: EntryChoice;
  groups: readonly string[];
  onChange: (value: EntryChoice) => void;
}

const ALL = { value: "all", label: "All entries" };
const SEARCH = { value: "search", label: "Those a search finds" };
const option = (group: string) => ({ value: `group ${group}`, label: group });

/** Which entries are meant: all, a group, or what a search finds. */
export function EntryChoiceField({ value, groups, onChange }: Props) {
  const selected =
    value.kind === "group" ? option(value.group) : value.kind === "search" ? SEARCH : ALL;
  return (
    <SpaceBetween size="m">
      <FormField label="Which entries">
        <Select
          selectedOption={selected}
          options={[
            ALL,
            SEARCH,
            ...(groups.length > 0 ? [{ label: "Groups", options: groups.map(option) }] : []),
          ]}
          onChange={({ detail }) => {
            const chosen = detail.selectedOption.value ?? "all";
            if (chosen === "all") onChange({ kind: "all" });
            else if (chosen === "search") onChange({ kind: "search", search: "" });
            else onChange({ kind: "group", group: chosen.slice("group ".length) });
          }}
        />
      </FormField>
      {value.kind === "search" && (
        <FormField label="Search" constraintText="As in Switch roles: every word has to occur.">
          <Input
            type="search"
            value={value.search}
            clearAriaLabel="Clear the search"
            onChange={({ detail }) => onChange({ kind: "search", search: detail.value })}
          />
        </FormField>
      )}
    </SpaceBetween>
  );
}
