import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import { FailureAlert, Findings } from "@/components";
import { useRead } from "@/data";
import { useDebounced, useStable } from "@/forms";
import type { Draft } from "@/ipc/Draft";
import type { Outcome } from "@/ipc/Outcome";
import type { Prospect } from "@/ipc/Prospect";
import "./wizard.css";

const prospects: Record<Prospect, StatusIndicatorProps.Type> = {
  works: "success",
  tooOpen: "warning",
  fails: "error",
  open: "pending",
};

const outcomes: Record<Outcome, [StatusIndicatorProps.Type, string]> = {
  passed: ["success", "Yes"],
  failed: ["error", "No"],
  warning: ["warning", "No"],
  waiting: ["info", "Not yet"],
  skipped: ["stopped", "Not known"],
};

/** What is to be expected of the documents, before anything is made. */
export function WillItWork({ draft }: { draft: Draft }) {
  const request = useStable({ space: draft.space, form: draft.form, plan: draft.plan });
  const read = useRead("will_it_work", useDebounced(request, 150), { keepPrevious: true });
  const forecast = read.data;
  if (read.error) {
    return <FailureAlert failure={read.error} onRetry={() => void read.refetch()} />;
  }
  const found = forecast?.documents.filter((d) => d.findings.length > 0) ?? [];
  return (
    <Container header={<Header variant="h2">Will it work?</Header>}>
      <div role="status">
        {forecast ? (
          <StatusIndicator type={prospects[forecast.prospect]}>{forecast.sentence}</StatusIndicator>
        ) : (
          <StatusIndicator type="loading">Deciding</StatusIndicator>
        )}
      </div>
      {forecast && forecast.rows.length > 0 && (
        <ExpandableSection variant="footer" headerText="What was tried, and what cannot be known">
          <SpaceBetween size="m">
            <ul className="rb-checks-list" aria-label="What was tried on the documents">
              {forecast.rows.map((row) => {
                const [type, label] = outcomes[row.outcome];
                return (
                  <li key={row.title}>
                    <div className="rb-check-line">
                      <Box variant="strong">{row.title}</Box>
                      <StatusIndicator type={type}>{label}</StatusIndicator>
                    </div>
                    <div className="rb-forecast-why">{row.sentence}</div>
                  </li>
                );
              })}
            </ul>
            <section aria-label="What the checks found">
              <Box variant="awsui-key-label">What the checks found</Box>
              {found.length === 0 && (
                <StatusIndicator type="success">Nothing in any document</StatusIndicator>
              )}
              {found.map((document) => (
                <div key={document.title}>
                  <Box>{document.title}</Box>
                  <Findings findings={document.findings} text={document.text} />
                </div>
              ))}
            </section>
            <section aria-label="What cannot be known now">
              <Box variant="awsui-key-label">What cannot be known now</Box>
              <ul className="rb-forecast-unknown">
                {forecast.unknown.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </section>
          </SpaceBetween>
        </ExpandableSection>
      )}
    </Container>
  );
}
