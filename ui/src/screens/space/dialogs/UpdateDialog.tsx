import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import RadioGroup from "@cloudscape-design/components/radio-group";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { routes } from "@/app";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useAct, useRead } from "@/data";
import type { Source } from "@/ipc/Source";
import type { TemplateSummary } from "@/ipc/TemplateSummary";
import { sourceName } from "../words";
import { InlinePolicyField } from "./InlinePolicyField";

export interface UpdateDialogProps {
  source: Source;
  onClose: () => void;
}

/** Brings the role of a source to its template, to that template's successor, or to an own text. */
export default function UpdateDialog({ source, onClose }: UpdateDialogProps) {
  const navigate = useNavigate();
  const templates = useRead("list_templates", null);
  const propose = useAct("plan_update");
  const all = templates.data ?? [];
  const own = all.find((t) => t.id === source.template);
  const offered = all.filter((t) =>
    own ? t.id === own.id || t.id === own.successor : t.for_spaces,
  );
  const [chosen, setChosen] = useState<string | null>(source.template);
  const template = chosen ?? offered[0]?.id ?? null;
  const [edited, setEdited] = useState<string | null>(null);
  const refused = propose.error;
  const wrong =
    edited !== null && refused?.code === "invalidInput"
      ? refused.fields.find((f) => f.field === "inline_policy")
      : undefined;
  // What is said at the input is not said twice.
  const failure =
    refused?.code === "invalidInput" && wrong && refused.fields.length === 1 ? null : refused;
  const next = () => {
    if (template === null) return;
    propose.mutate(
      { source: source.id, template, inline_policy: edited },
      { onSuccess: (plan) => void navigate(routes.plan(plan.id)) },
    );
  };
  return (
    <ActionDialog
      size="large"
      title={`Update ${sourceName(source)}`}
      action="Next"
      onAction={next}
      onClose={onClose}
      busy={propose.isPending}
      obstacle={
        template === null
          ? "Choose a template."
          : edited === ""
            ? "Enter an inline policy, or clear Edit the inline policy."
            : null
      }
    >
      <SpaceBetween size="l">
        {failure && <FailureAlert failure={failure} />}
        {templates.isError && (
          <FailureAlert failure={templates.error} onRetry={() => void templates.refetch()} />
        )}
        {source.reach.kind === "none" && (
          <Alert type="warning">
            Rolebridge has no access to this account. Choose Edit to set how it is reached.
          </Alert>
        )}
        <FormField label="Template" description="The documents the role should carry.">
          <RadioGroup
            value={template}
            onChange={({ detail }) => {
              setChosen(detail.value);
              setEdited(null);
            }}
            items={offered.map((t) => ({
              value: t.id,
              label: templateLabel(t, source),
              description: t.description,
            }))}
          />
        </FormField>
        {template && (
          <InlinePolicyField
            key={template}
            source={source}
            template={template}
            value={edited}
            error={wrong?.message}
            onChange={setEdited}
          />
        )}
        <Box color="text-body-secondary">
          Next reads the role and shows each change before it is made.
        </Box>
      </SpaceBetween>
    </ActionDialog>
  );
}

function templateLabel(template: TemplateSummary, source: Source): string {
  return template.id === source.template ? `${template.title}, as now` : template.title;
}
