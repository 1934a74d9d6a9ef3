import Alert from "@cloudscape-design/components/alert";
import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import type { Plan } from "@/ipc/Plan";
import type { PlanState } from "@/ipc/PlanState";
import type { Step } from "@/ipc/Step";
import { Arrival } from "./Arrival";
import { Disclosure } from "./Disclosure";
import { DocumentDiff } from "./DocumentDiff";
import {
  changeWords,
  documentTitle,
  planProgress,
  planSummary,
  planWords,
  stepState,
} from "./planWords";
import "./components.css";

export interface PlanViewProps {
  plan: Plan;
  /** Buttons in the header. */
  actions?: ReactNode;
  /** The user asked for it just now: its heading takes the keyboard. */
  arriving?: boolean;
}

/** A plan: as a proposal what it would do, and once it runs how far it is. */
export function PlanView({ plan, actions, arriving = false }: PlanViewProps) {
  const begun = plan.state !== "proposed";
  const [type, label] = planWords[plan.state];
  return (
    <Container
      header={
        <Arrival at={arriving ? plan.id : null} label={`${plan.title}: ${planSummary(plan)}`}>
          <Header variant="h2" description={planSummary(plan)} actions={actions}>
            {plan.title}
          </Header>
        </Arrival>
      }
    >
      <SpaceBetween size="m">
        {begun && (
          <div role="status">
            <StatusIndicator type={type}>{`${label}: ${planProgress(plan)}`}</StatusIndicator>
          </div>
        )}
        <ol className="rb-steps" aria-label="Steps">
          {plan.steps.map((step, i) => (
            <PlanStep key={`${i} ${step.call}`} step={step} number={i + 1} plan={plan.state} />
          ))}
        </ol>
      </SpaceBetween>
    </Container>
  );
}

interface PlanStepProps {
  step: Step;
  number: number;
  /** Where the plan is. */
  plan: PlanState;
}

function PlanStep({ step, number, plan }: PlanStepProps) {
  const begun = plan !== "proposed";
  const [color, change] = changeWords[step.change];
  const [type, state] = stepState(step, plan);
  const { before, after } = step;
  const changes = before !== null && after !== null && before !== after;
  const shown = changes ? "Show the change" : "Show the document";
  const hops = step.access.hops.map((h) => h.role.split("/").at(-1)).join(", then ");
  return (
    <li className="rb-step">
      <span className="rb-step-number">{number}</span>
      <div>
        <Box variant="strong">{step.title}</Box>
        <Box color="text-body-secondary" fontSize="body-s">
          <span className="rb-mono">{step.call}</span> in account{" "}
          <span className="rb-account">{step.account}</span>
          {hops && ` through ${hops}`}
        </Box>
      </div>
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        {color ? (
          <Badge color={color}>{change}</Badge>
        ) : (
          !begun && <Box color="text-body-secondary">{change}</Box>
        )}
        {begun && <StatusIndicator type={type}>{state}</StatusIndicator>}
      </SpaceBetween>
      <div className="rb-step-more">
        {step.warning && <Alert type="warning">{step.warning}</Alert>}
        {step.state === "failed" ? (
          <Alert type="error" header={step.message ?? "AWS refused this step."}>
            {step.remedy}
          </Alert>
        ) : (
          step.message && <Box color="text-body-secondary">{step.message}</Box>
        )}
        {(before !== null || after !== null) && (
          <Disclosure text={shown} label={`${shown} of step ${number}, ${step.title}`}>
            <DocumentDiff
              title={documentTitle(step)}
              before={before === after ? null : before}
              after={after}
            />
          </Disclosure>
        )}
      </div>
    </li>
  );
}
