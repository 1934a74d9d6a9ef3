import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useFlash } from "@/app";
import { CopyButton, failureFlash, inSentence } from "@/components";
import { useAct } from "@/data";
import type { ConsolePage } from "@/ipc/ConsolePage";
import type { GuideCopy } from "@/ipc/GuideCopy";
import type { GuideStep } from "@/ipc/GuideStep";
import type { RoleDocumentsView } from "@/ipc/RoleDocumentsView";
import "./wizard.css";

interface Props {
  documents: RoleDocumentsView;
  ticked: readonly string[];
  onTick: (ticked: string[]) => void;
}

/** The steps in the IAM console, to be ticked off one by one. */
export function GuideSteps({ documents, ticked, onTick }: Props) {
  const { guide } = documents;
  const done = guide.filter((s) => ticked.includes(s.id)).length;
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${done}/${guide.length})`}>
          IAM console steps
        </Header>
      }
    >
      <ol className="rb-guide">
        {guide.map((step, i) => (
          <li key={step.id}>
            <GuideItem
              step={step}
              number={i + 1}
              documents={documents}
              ticked={ticked.includes(step.id)}
              onTick={(on) =>
                onTick(on ? [...ticked, step.id] : ticked.filter((id) => id !== step.id))
              }
            />
          </li>
        ))}
      </ol>
    </Container>
  );
}

interface ItemProps {
  step: GuideStep;
  number: number;
  documents: RoleDocumentsView;
  ticked: boolean;
  onTick: (on: boolean) => void;
}

function GuideItem({ step, number, documents, ticked, onTick }: ItemProps) {
  return (
    <>
      <Checkbox checked={ticked} onChange={({ detail }) => onTick(detail.checked)}>
        <Box variant="span" fontWeight="bold">{`${number}. ${step.title}`}</Box>
      </Checkbox>
      <div className="rb-guide-more">
        <Box color="text-body-secondary">{step.text}</Box>
        {(step.copies.length > 0 || step.page) && (
          <SpaceBetween direction="horizontal" size="xs">
            {step.copies.map((copy) => {
              const [what, text] = copyOf(copy, documents);
              return (
                <CopyButton key={what} text={text} what={what}>
                  {`Copy ${what}`}
                </CopyButton>
              );
            })}
            {step.page && <ConsoleButton page={step.page} title={step.title} />}
          </SpaceBetween>
        )}
      </div>
    </>
  );
}

function ConsoleButton({ page, title }: { page: ConsolePage; title: string }) {
  const open = useAct("open_console");
  const flash = useFlash();
  return (
    <Button
      iconName="external"
      iconAlign="right"
      ariaLabel={`Open in console: ${title}`}
      loading={open.isPending}
      onClick={() =>
        open.mutate(page, {
          onError: (failure) => flash.show(failureFlash("open-console", failure)),
        })
      }
    >
      Open in console
    </Button>
  );
}

/** What a button copies: its name and the exact text. */
function copyOf(copy: GuideCopy, documents: RoleDocumentsView): [string, string] {
  if (copy.kind === "trust") return ["trust policy", documents.trust.text];
  if (copy.kind === "text") return [inSentence(copy.label), copy.text];
  const policy = documents.inline[copy.index];
  return [
    documents.inline.length > 1 && policy ? `inline policy ${policy.name}` : "inline policy",
    policy?.document.text ?? "",
  ];
}
