import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { CopyText, DocumentBlock, FailureAlert } from "@/components";
import type { Fields } from "@/forms";
import type { RoleDocumentsView } from "@/ipc/RoleDocumentsView";
import { GuideSteps } from "./GuideSteps";
import { InlinePolicyName } from "./InlinePolicyName";
import type { FieldName } from "./names";
import type { DraftState } from "./useDraft";
import { useDocuments } from "./useDocuments";

interface Props {
  state: DraftState;
  fields: Fields<FieldName>;
}

/** Guide me: the user makes the role by hand. */
export function Guide({ state, fields }: Props) {
  const { draft } = state;
  const documents = useDocuments(draft);
  return (
    <SpaceBetween size="l">
      {documents.failure && <FailureAlert failure={documents.failure} onRetry={documents.retry} />}
      {!documents.data && !documents.failure && (
        <Box color="text-body-secondary">
          <Spinner /> Preparing the documents
        </Box>
      )}
      <Grid
        gridDefinition={[{ colspan: { default: 12, s: 5 } }, { colspan: { default: 12, s: 7 } }]}
      >
        <div>
          {documents.data && (
            <GuideSteps
              documents={documents.data}
              ticked={draft.ticked}
              onTick={(ticked) => state.change({ ticked })}
            />
          )}
        </div>
        <Documents state={state} fields={fields} documents={documents.data} />
      </Grid>
    </SpaceBetween>
  );
}

function Documents({
  state,
  fields,
  documents,
}: Props & { documents: RoleDocumentsView | undefined }) {
  return (
    <Container header={<Header variant="h2">Documents</Header>}>
      <SpaceBetween size="l">
        {documents && <DocumentBlock title="Trust policy" {...documents.trust} />}
        {documents?.managed.map((policy) => (
          <section key={policy.arn} aria-label="Managed policy">
            <Box variant="strong">Managed policy</Box>
            <div>
              <CopyText what="policy name" text={policy.name} />
            </div>
            <Box color="text-body-secondary" fontSize="body-s">
              <CopyText what="policy ARN" text={policy.arn} />
            </Box>
          </section>
        ))}
        <InlinePolicyName state={state} fields={fields} suggestion={documents?.inline[0]?.name} />
        {documents?.inline.map((policy) => (
          <DocumentBlock
            key={policy.name}
            title={`Inline policy ${policy.name}`}
            {...policy.document}
          />
        ))}
      </SpaceBetween>
    </Container>
  );
}
