import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { FailureAlert } from "@/components";
import { useRead } from "@/data";
import type { Source } from "@/ipc/Source";
import type { SourceForm } from "@/ipc/SourceForm";
import type { TemplateId } from "@/ipc/TemplateId";
import { roleName } from "../words";

export interface InlinePolicyFieldProps {
  source: Source;
  template: TemplateId;
  /** The text as edited; nothing takes the template's. */
  value: string | null;
  /** What is wrong with it. */
  error: string | undefined;
  onChange: (value: string | null) => void;
}

/** The form the template's documents for a source are rendered from. */
function formOf(source: Source, template: TemplateId): SourceForm {
  return {
    account: source.account,
    label: source.label ?? "",
    role_name: roleName(source.role),
    template,
    external_id: source.external_id ?? "",
    description: "",
    inline_policy_name: "",
    method: "automatic",
    reach: source.reach.kind,
    reach_role: source.reach.kind === "assumeRole" ? source.reach.role : "",
    reach_external_id: source.reach.kind === "assumeRole" ? (source.reach.external_id ?? "") : "",
    reach_profile: source.reach.kind === "profile" ? source.reach.name : "",
  };
}

/** The template's inline policy, or one edited from what the role has. */
export function InlinePolicyField(props: InlinePolicyFieldProps) {
  const { source, template, value, error, onChange } = props;
  const detail = useRead("get_source", source.id);
  const rendered = useRead("render_documents", {
    space: source.space,
    form: formOf(source, template),
  });
  const now = template === source.template ? detail.data?.found?.inline[0]?.text : undefined;
  const start = now ?? rendered.data?.inline[0]?.document.text ?? "";
  return (
    <SpaceBetween size="s">
      {rendered.isError && <FailureAlert failure={rendered.error} />}
      <Checkbox
        checked={value !== null}
        disabled={detail.isPending || rendered.isPending}
        onChange={({ detail: { checked } }) => onChange(checked ? start : null)}
        description="Without it, the role gets the template's inline policy."
      >
        Edit the inline policy
      </Checkbox>
      {value !== null && (
        <FormField label="Inline policy" stretch errorText={error}>
          <Textarea
            value={value}
            rows={16}
            spellcheck={false}
            disableBrowserAutocorrect
            onChange={({ detail: { value: text } }) => onChange(text)}
            className="rb-policy-editor"
          />
        </FormField>
      )}
    </SpaceBetween>
  );
}
