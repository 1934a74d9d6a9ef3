import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import type { Fields } from "@/forms";
import type { TemplateSummary } from "@/ipc/TemplateSummary";
import type { FieldName } from "./names";

interface Props {
  templates: readonly TemplateSummary[];
  value: string;
  onChange: (template: TemplateSummary) => void;
  fields: Fields<FieldName>;
}

/** Which generation of documents the role gets. */
export function TemplateTiles({ templates, value, onChange, fields }: Props) {
  return (
    <FormField
      label="Template"
      description="The trust policy and permissions the role gets. The two generations never mix."
      errorText={fields.error("template")}
      warningText={fields.warning("template")}
      stretch
    >
      <Tiles
        ref={fields.register("template")}
        value={value === "" ? null : value}
        columns={2}
        onChange={({ detail }) => {
          const chosen = templates.find((t) => t.id === detail.value);
          fields.touch("template");
          if (chosen) onChange(chosen);
        }}
        items={templates.map((t) => ({
          value: t.id,
          label: (
            <SpaceBetween direction="horizontal" size="xs">
              <span>{t.title}</span>
              {t.recommended && <Badge color="blue">Recommended</Badge>}
            </SpaceBetween>
          ),
          description: (
            <>
              {t.description}
              {t.generation === "preview" && " For agent spaces from before 30 March 2026."}
              {t.managed.map((name) => (
                <Box key={name} color="text-body-secondary" fontSize="body-s">
                  Managed policy: <Box variant="code">{name}</Box>
                </Box>
              ))}
            </>
          ),
        }))}
      />
    </FormField>
  );
}
