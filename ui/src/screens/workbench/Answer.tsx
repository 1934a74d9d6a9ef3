import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import { DocumentBlock, DocumentDiff, FailureAlert } from "@/components";
import type { Failure } from "@/ipc/Failure";
import type { KindChoice } from "@/ipc/KindChoice";
import type { TextRange } from "@/ipc/TextRange";
import type { Verdict } from "@/ipc/Verdict";
import type { WorkbenchAnswer } from "@/ipc/WorkbenchAnswer";
import type { WorkbenchFix } from "@/ipc/WorkbenchFix";
import type { WorkbenchReason } from "@/ipc/WorkbenchReason";
import type { WorkbenchState } from "./useWorkbench";
import { withIds } from "./useWorkbench";

interface Props {
  state: WorkbenchState;
  answer: WorkbenchAnswer | undefined;
  failure: Failure | null;
  kinds: readonly KindChoice[];
  onShow: (document: string, range: TextRange | null) => void;
}

const verdicts: Record<Verdict, [StatusIndicatorProps.Type, string]> = {
  allowed: ["success", "Allowed"],
  deniedImplicitly: ["error", "Denied implicitly"],
  deniedExplicitly: ["error", "Denied explicitly"],
  unknown: ["warning", "Cannot be known"],
};

/** Whether the request is allowed, why, and what would change that. */
export function Answer({ state, answer, failure, kinds, onShow }: Props) {
  return (
    <Container header={<Header variant="h2">Answer</Header>}>
      <SpaceBetween size="m">
        {failure && <FailureAlert failure={failure} />}
        <div role="status">
          {answer?.verdict && (
            <SpaceBetween size="xxs">
              <Box fontSize="heading-m" fontWeight="bold">
                <StatusIndicator type={verdicts[answer.verdict][0]}>
                  {verdicts[answer.verdict][1]}
                </StatusIndicator>
              </Box>
              <div className="rb-bench-long">{answer.headline}</div>
            </SpaceBetween>
          )}
          {answer && !answer.verdict && (
            <SpaceBetween size="xs">
              <StatusIndicator type="pending">No answer yet</StatusIndicator>
              <ul>
                {answer.problems.map(({ document, message }) => (
                  <li key={message} className="rb-bench-long">
                    {message}{" "}
                    {document !== null && (
                      <Button variant="inline-link" onClick={() => onShow(document, null)}>
                        Open the document
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            </SpaceBetween>
          )}
        </div>
        {answer && answer.reasons.length > 0 && (
          <section aria-label="Reasons">
            <Box variant="awsui-key-label">Because</Box>
            <ol className="rb-bench-list">
              {answer.reasons.map((reason) => (
                <li key={`${reason.policy} ${reason.statement} ${reason.sentence}`}>
                  <div className="rb-bench-long">{reason.sentence}</div>
                  <ReasonPlace reason={reason} onShow={onShow} />
                </li>
              ))}
            </ol>
          </section>
        )}
        {answer?.fix && <Fix state={state} fix={answer.fix} kinds={kinds} />}
        {answer?.notes.map((note) => (
          <Box key={note} color="text-body-secondary">
            {note}
          </Box>
        ))}
      </SpaceBetween>
    </Container>
  );
}

function ReasonPlace({
  reason,
  onShow,
}: {
  reason: WorkbenchReason;
  onShow: (document: string, range: TextRange | null) => void;
}) {
  const { document, statement, policy, range } = reason;
  if (document === null) return <Box variant="small">{policy}</Box>;
  return (
    <Button variant="inline-link" onClick={() => onShow(document, range)}>
      {statement === null ? policy : `${policy}, statement ${statement}`}
      {range ? `, line ${range.line}` : ""}
    </Button>
  );
}

interface FixProps {
  state: WorkbenchState;
  fix: WorkbenchFix;
  kinds: readonly KindChoice[];
}

function Fix({ state, fix, kinds }: FixProps) {
  const { change, sentence, outcome } = fix;
  const apply = () => {
    if (change?.kind === "context") {
      state.apply("The context of the request was changed.", (now) => ({
        request: { ...now.request, context: change.rows },
      }));
    } else if (change?.kind === "document") {
      state.apply(`${change.name} was changed.`, (now) => ({
        documents: now.documents.map((d) =>
          d.id === change.document ? { ...d, text: change.after } : d,
        ),
        selected: change.document,
      }));
    } else if (change?.kind === "newDocument") {
      state.apply(`${change.name} was added.`, (now) => {
        const added = withIds(now, [
          { id: "", name: change.name, kind: change.document_kind, level: 0, text: change.text },
        ]);
        return {
          documents: [...now.documents, ...added],
          selected: added[0]?.id ?? now.selected,
        };
      });
    }
  };
  return (
    <section aria-label="Smallest fix">
      <SpaceBetween size="xs">
        <Box variant="awsui-key-label">Smallest fix</Box>
        <div className="rb-bench-long">{sentence}</div>
        {change?.kind === "document" && (
          <DocumentDiff title={change.name} before={change.before} after={change.after} />
        )}
        {change?.kind === "newDocument" && (
          <DocumentBlock
            title={kinds.find((k) => k.kind === change.document_kind)?.title ?? change.name}
            text={change.text}
          />
        )}
        {outcome && (
          <Box variant="small" display="block">
            With this change the answer is:{" "}
            <StatusIndicator type={verdicts[outcome][0]}>{verdicts[outcome][1]}</StatusIndicator>
          </Box>
        )}
        {change && (
          <Button ariaLabel={`Apply: ${sentence}`} onClick={apply}>
            Apply
          </Button>
        )}
      </SpaceBetween>
    </section>
  );
}
