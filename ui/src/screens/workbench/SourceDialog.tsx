import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useAct, useRead } from "@/data";
import { useDebounced } from "@/forms";
import type { AgentSpace } from "@/ipc/AgentSpace";
import type { LoadedDocuments } from "@/ipc/LoadedDocuments";
import type { Source } from "@/ipc/Source";

interface Props {
  onClose: () => void;
  onLoaded: (loaded: LoadedDocuments) => void;
}

/** Loads the policies of a secondary source as they were read last. */
export function SourceDialog({ onClose, onLoaded }: Props) {
  const spaces = useRead("list_spaces", null);
  const [chosen, choose] = useState<string | null>(null);
  const [source, setSource] = useState<Source | null>(null);
  const load = useAct("load_source_documents");
  const all = spaces.data?.spaces.map((s) => s.space) ?? [];
  const space = all.find((s) => s.space.id === chosen) ?? (all.length === 1 ? all[0] : undefined);
  const pick = () => {
    if (!source) return;
    load.mutate(source.id, {
      onSuccess: (loaded) => {
        onLoaded(loaded);
        onClose();
      },
    });
  };
  return (
    <ActionDialog
      title="Load from a secondary source"
      action="Load"
      onAction={pick}
      onClose={onClose}
      busy={load.isPending}
      obstacle={source ? null : "Choose a secondary source."}
    >
      <SpaceBetween size="m">
        {(load.error ?? spaces.error) && <FailureAlert failure={(load.error ?? spaces.error)!} />}
        <FormField label="Agent space">
          <Select
            selectedOption={space ? { value: space.space.id, label: space.name } : null}
            options={all.map((s) => ({
              value: s.space.id,
              label: s.name,
              description: s.space.region,
            }))}
            placeholder="Choose an agent space"
            empty="No agent space is known. Refresh the agent spaces first."
            onChange={({ detail }) => {
              choose(detail.selectedOption.value ?? null);
              setSource(null);
            }}
          />
        </FormField>
        {space && (
          <SourceField key={space.space.id} space={space} source={source} onChange={setSource} />
        )}
      </SpaceBetween>
    </ActionDialog>
  );
}

interface FieldProps {
  space: AgentSpace;
  source: Source | null;
  onChange: (source: Source) => void;
}

function SourceField({ space, source, onChange }: FieldProps) {
  const [typed, setTyped] = useState("");
  const text = useDebounced(typed, 150).trim();
  const page = useRead(
    "list_sources",
    {
      space: space.space,
      tokens: text === "" ? [] : [{ column: null, operator: ":", value: text }],
      join: "and",
      sort: "account",
      descending: false,
      page: 1,
      page_size: 50,
    },
    { keepPrevious: true },
  );
  const rows = page.data?.rows ?? [];
  return (
    <FormField label="Secondary source" errorText={page.error?.message}>
      <Select
        selectedOption={source ? { value: String(source.id), label: title(source) } : null}
        options={rows.map((s) => ({
          value: String(s.id),
          label: title(s),
          description: s.role,
        }))}
        placeholder="Choose a secondary source"
        filteringType="manual"
        filteringPlaceholder="Find by account, name or role"
        onLoadItems={({ detail }) => setTyped(detail.filteringText)}
        statusType={page.isPending ? "loading" : "finished"}
        loadingText="Loading"
        empty="No secondary source matches."
        onChange={({ detail }) => {
          const found = rows.find((s) => String(s.id) === detail.selectedOption.value);
          if (found) onChange(found);
        }}
      />
    </FormField>
  );
}

function title(source: Source): string {
  return source.label ? `${source.account} (${source.label})` : source.account;
}
