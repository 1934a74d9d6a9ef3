import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useAct } from "@/data";
import type { LoadedDocuments } from "@/ipc/LoadedDocuments";
import type { TemplateChoice } from "@/ipc/TemplateChoice";
import { variableLabel, variableDescription } from "./variableWords";

interface Props {
  templates: readonly TemplateChoice[];
  onClose: () => void;
  onLoaded: (loaded: LoadedDocuments) => void;
}

/** Fills a template in and puts its documents on the workbench. */
export function TemplateDialog({ templates, onClose, onLoaded }: Props) {
  const [chosen, choose] = useState(templates[0]?.id);
  const [values, setValues] = useState<Record<string, string>>({});
  const load = useAct("load_template_documents");
  const template = templates.find((t) => t.id === chosen);
  const refused = load.error?.code === "invalidInput" ? load.error.fields : [];
  const known = (field: string) => template?.variables.some((v) => v.name === field);
  const elsewhere = load.error && !refused.every((f) => known(f.field));
  const render = () => {
    if (!template) return;
    load.mutate(
      {
        template: template.id,
        values: template.variables.map(({ name }) => ({ name, value: values[name] ?? "" })),
      },
      {
        onSuccess: (loaded) => {
          onLoaded(loaded);
          onClose();
        },
      },
    );
  };
  return (
    <ActionDialog
      size="large"
      title="Load from a template"
      action="Load"
      onAction={render}
      onClose={onClose}
      busy={load.isPending}
    >
      <SpaceBetween size="m">
        {elsewhere && load.error && <FailureAlert failure={load.error} />}
        <FormField label="Template" description={template?.description} stretch>
          <Select
            selectedOption={template ? { value: template.id, label: template.title } : null}
            options={templates.map((t) => ({ value: t.id, label: t.title, description: t.id }))}
            onChange={({ detail }) => {
              choose(detail.selectedOption.value);
              load.reset();
            }}
          />
        </FormField>
        <div className="rb-bench-fields">
          {template?.variables.map((variable) => (
            <FormField
              key={variable.name}
              label={
                variable.required ? (
                  variableLabel(variable.name)
                ) : (
                  <span>
                    {variableLabel(variable.name)} <i>- optional</i>
                  </span>
                )
              }
              description={variableDescription(variable.description)}
              errorText={refused.find((f) => f.field === variable.name)?.message}
              stretch
            >
              <Input
                value={values[variable.name] ?? ""}
                placeholder={variable.default ?? variable.example}
                onChange={({ detail }) =>
                  setValues((now) => ({ ...now, [variable.name]: detail.value }))
                }
                autoComplete={false}
                spellcheck={false}
              />
            </FormField>
          ))}
        </div>
      </SpaceBetween>
    </ActionDialog>
  );
}
