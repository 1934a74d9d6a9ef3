import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { routes } from "@/app";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useAct } from "@/data";
import type { Failure } from "@/ipc/Failure";
import type { Source } from "@/ipc/Source";
import type { SourceId } from "@/ipc/SourceId";
import { roleName, sourceName } from "../words";

export interface RemoveDialogProps {
  sources: Source[];
  onClose: () => void;
}

/** Removes secondary sources. Their roles stay, unless the user asks for each. */
export default function RemoveDialog({ sources, onClose }: RemoveDialogProps) {
  const navigate = useNavigate();
  const propose = useAct("plan_remove");
  const [typed, setTyped] = useState<ReadonlyMap<SourceId, string>>(new Map());
  const type = (id: SourceId, name: string | null) =>
    setTyped((now) => {
      const next = new Map(now);
      if (name === null) next.delete(id);
      else next.set(id, name);
      return next;
    });
  const next = () =>
    propose.mutate(
      {
        sources: sources.map((s) => s.id),
        delete_roles: [...typed].map(([source, typed_name]) => ({ source, typed_name })),
      },
      { onSuccess: (plan) => void navigate(routes.plan(plan.id)) },
    );
  const one = sources.length === 1;
  const { said, failure } = spread(propose.error, typed);
  return (
    <ActionDialog
      size="large"
      title={one ? "Remove secondary source" : `Remove ${sources.length} secondary sources`}
      action="Next"
      onAction={next}
      onClose={onClose}
      busy={propose.isPending}
      obstacle={[...typed.values()].includes("") ? "Type the name of each role to delete." : null}
    >
      <SpaceBetween size="m">
        {failure && <FailureAlert failure={failure} />}
        <Alert type="info">
          {one
            ? "The agent space loses access to this account. The IAM role stays in the secondary account."
            : "The agent space loses access to these accounts. The IAM roles stay in the secondary accounts."}
        </Alert>
        <ul className="rb-checks-list" aria-label="Secondary sources to remove">
          {sources.map((source) => (
            <li key={source.id}>
              <RemoveItem
                source={source}
                typed={typed.get(source.id) ?? null}
                error={said.get(source.id)}
                onType={(name) => type(source.id, name)}
              />
            </li>
          ))}
        </ul>
        <Box color="text-body-secondary">Next shows each call before anything is changed.</Box>
      </SpaceBetween>
    </ActionDialog>
  );
}

/** What was refused: a sentence for each input that is shown, and the rest. */
function spread(failure: Failure | null, typed: ReadonlyMap<SourceId, string>) {
  const said = new Map<SourceId, string>();
  if (failure?.code !== "invalidInput") return { said, failure };
  const fields = failure.fields.filter(({ field, message }) => {
    const id = [...typed.keys()].find((source) => field === `delete_roles.${source}`);
    if (id !== undefined) said.set(id, message);
    return id === undefined;
  });
  return { said, failure: fields.length > 0 || said.size === 0 ? { ...failure, fields } : null };
}

interface RemoveItemProps {
  source: Source;
  /** What was typed; nothing if the role is to stay. */
  typed: string | null;
  error: string | undefined;
  onType: (name: string | null) => void;
}

function RemoveItem({ source, typed, error, onType }: RemoveItemProps) {
  const name = roleName(source.role);
  return (
    <SpaceBetween size="xs">
      <div>
        <Box variant="strong">{sourceName(source)}</Box>
        <Box color="text-body-secondary">{source.role}</Box>
      </div>
      <Checkbox
        checked={typed !== null}
        onChange={({ detail }) => onType(detail.checked ? "" : null)}
        ariaLabel={`Also delete the IAM role ${name}`}
        description="Other things that use the role stop working. This cannot be undone."
      >
        Also delete the IAM role
      </Checkbox>
      {typed !== null && (
        <FormField
          label="Role name"
          description={
            <>
              To confirm, type <strong>{name}</strong>
            </>
          }
          errorText={error}
        >
          <Input
            value={typed}
            placeholder={name}
            spellcheck={false}
            autoComplete={false}
            onChange={({ detail }) => onType(detail.value)}
          />
        </FormField>
      )}
    </SpaceBetween>
  );
}
