import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { FailureAlert } from "@/components/FailureAlert";
import { useRead } from "@/data";
import type { Fields } from "@/forms";
import type { SourceForm } from "@/ipc/SourceForm";
import type { TemplateSummary } from "@/ipc/TemplateSummary";
import { ExternalId } from "./ExternalId";
import { DraftText } from "./DraftText";
import type { FieldName } from "./names";
import { TemplateTiles } from "./TemplateTiles";
import type { DraftState } from "./useDraft";

interface Props {
  state: DraftState;
  fields: Fields<FieldName>;
}

/** Step 1: which account, and which role in it. */
export function AccountAndRole({ state, fields }: Props) {
  const { form, space } = state.draft;
  const all = useRead("list_templates", null);
  const arn = useRead("get_space", space).data?.arn;
  const templates = (all.data ?? []).filter((t) => t.for_spaces);
  const chosen = templates.find((t) => t.id === form.template);

  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Account</Header>}>
        <SpaceBetween size="l">
          <DraftText
            state={state}
            fields={fields}
            name="account"
            label="Account ID"
            description="The secondary account, whose resources the agent space is to see."
            constraint="12 digits, such as 222222222222"
            inputMode="numeric"
          />
          <DraftText
            state={state}
            fields={fields}
            name="label"
            label="Account name"
            optional
            description="What you call the account. Only Rolebridge shows it."
          />
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Role</Header>}>
        <SpaceBetween size="l">
          <DraftText
            state={state}
            fields={fields}
            name="role_name"
            label="Name your role"
            description="The role in the secondary account. If it exists, it is brought to the template, and you see the difference first."
            constraint="1 to 64 characters: letters, digits and +=,.@-_"
          />
          {all.isError && <FailureAlert failure={all.error} onRetry={() => void all.refetch()} />}
          <TemplateTiles
            fields={fields}
            templates={templates}
            value={form.template}
            onChange={(template) =>
              state.changeForm({
                template: template.id,
                ...suggestions(form, chosen, template),
              })
            }
          />
          {chosen && (
            <ExternalId use={chosen.external_id} arn={arn} fields={fields} state={state} />
          )}
          <FormField
            label={
              <span>
                Role description <i>- optional</i>
              </span>
            }
            constraintText="At most 1,000 characters"
            errorText={fields.error("description")}
            warningText={fields.warning("description")}
          >
            <Textarea
              ref={fields.register("description")}
              value={form.description}
              rows={2}
              onChange={({ detail }) => state.changeForm({ description: detail.value })}
              onBlur={() => fields.touch("description")}
            />
          </FormField>
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

/** Names nobody has touched follow the template that suggested them. */
function suggestions(
  form: SourceForm,
  before: TemplateSummary | undefined,
  now: TemplateSummary,
): Partial<SourceForm> {
  if (!before) return {};
  const inline = before.inline_policy_name ?? "";
  return {
    ...(form.role_name === before.role_name ? { role_name: now.role_name } : {}),
    ...(["", inline].includes(form.inline_policy_name)
      ? { inline_policy_name: now.inline_policy_name ?? "" }
      : {}),
  };
}
