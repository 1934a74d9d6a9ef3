import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs, {
  type KeyValuePairsProps,
} from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useRead } from "@/data";
import type { Plan } from "@/ipc/Plan";
import type { SourceForm } from "@/ipc/SourceForm";
import { ACCOUNT_AND_ROLE, CREATE_ROLE } from "./names";
import type { DraftState } from "./useDraft";
import { useDocuments } from "./useDocuments";
import { roleIsReady } from "./usePlan";
import { WillItWork } from "./WillItWork";

interface Props {
  state: DraftState;
  plan: Plan | undefined;
  spaceName: string;
  onEdit: (step: number) => void;
}

/** Step 3: everything at a glance, before it is connected. */
export function Review({ state, plan, spaceName, onEdit }: Props) {
  const { form, ticked } = state.draft;
  const templates = useRead("list_templates", null).data ?? [];
  const documents = useDocuments(state.draft).data;
  const template = templates.find((t) => t.id === form.template);
  const guide = documents?.guide ?? [];
  const open = guide.filter((s) => !ticked.includes(s.id)).length;
  const byHand = form.method === "guide";

  return (
    <SpaceBetween size="l">
      <Section
        title="Step 1: Account and role"
        edit="Edit account and role"
        onEdit={() => onEdit(ACCOUNT_AND_ROLE)}
        items={[
          { label: "Account ID", value: form.account },
          { label: "Account name", value: form.label || "-" },
          { label: "Role", value: documents?.role ?? form.role_name },
          { label: "Template", value: template?.title ?? form.template },
          ...(template && template.external_id !== "never" && template.external_id !== "fromSpace"
            ? [{ label: "External ID", value: form.external_id || "-" }]
            : []),
          { label: "Role description", value: form.description || "-" },
        ]}
      />
      <Section
        title="Step 2: Create the role"
        edit="Edit how the role is created"
        onEdit={() => onEdit(CREATE_ROLE)}
        items={[
          {
            label: "Who creates the role",
            value: byHand ? "You, in the IAM console" : "Rolebridge",
          },
          {
            label: "Progress",
            value: byHand ? (
              open === 0 ? (
                <StatusIndicator type="success">All steps ticked off</StatusIndicator>
              ) : (
                <StatusIndicator type="pending">
                  {`${guide.length - open} of ${guide.length} steps ticked off`}
                </StatusIndicator>
              )
            ) : roleIsReady(plan) ? (
              <StatusIndicator type="success">Ready</StatusIndicator>
            ) : (
              <StatusIndicator type="pending">Not created yet</StatusIndicator>
            ),
          },
          { label: "Managed policies", value: template?.managed.join(", ") ?? "-" },
          { label: "Inline policy", value: documents?.inline.map((p) => p.name).join(", ") || "-" },
          ...(byHand ? [] : [{ label: "How the account is reached", value: reachWords(form) }]),
        ]}
      />
      <WillItWork draft={state.draft} />
      {byHand && open > 0 && (
        <Alert
          type="info"
          header="Not all steps are ticked off"
          action={<Button onClick={() => onEdit(CREATE_ROLE)}>Back to the steps</Button>}
        >
          You can add the account now. It becomes active once the role is there.
        </Alert>
      )}
      {!byHand && !roleIsReady(plan) && (
        <Alert
          type="warning"
          header="The role has not been created yet"
          action={<Button onClick={() => onEdit(CREATE_ROLE)}>Create the role</Button>}
        >
          Preview the changes and create the role first, or choose Guide me.
        </Alert>
      )}
      <Alert type="info" header="What Add does">
        {`It connects account ${form.account} to ${spaceName} and then verifies it. This can take up to two minutes.`}
      </Alert>
    </SpaceBetween>
  );
}

interface SectionProps {
  title: string;
  edit: string;
  onEdit: () => void;
  items: KeyValuePairsProps.Item[];
}

function Section({ title, edit, onEdit, items }: SectionProps) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button ariaLabel={edit} onClick={onEdit}>
              Edit
            </Button>
          }
        >
          {title}
        </Header>
      }
    >
      <KeyValuePairs columns={2} items={items} />
    </Container>
  );
}

function reachWords(form: SourceForm): string {
  if (form.reach === "assumeRole") return `Assume ${form.reach_role}`;
  if (form.reach === "profile") return `AWS profile ${form.reach_profile}`;
  return "Not at all";
}
