import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useRead } from "@/data";
import { useDebounced, useStable } from "@/forms";
import type { TextRange } from "@/ipc/TextRange";
import type { Workbench } from "@/ipc/Workbench";
import type { WorkbenchChoices } from "@/ipc/WorkbenchChoices";
import { Answer } from "./Answer";
import { ClearDialog } from "./ClearDialog";
import { Compare } from "./Compare";
import { Documents, type Shown } from "./Documents";
import { Request } from "./Request";
import { useWorkbench } from "./useWorkbench";
import "./workbench.css";

interface Props {
  opened: Workbench;
  choices: WorkbenchChoices;
  onCleared: () => void;
}

const TYPING_MS = 150;

/** The workbench, once it is known how it was left. */
export function Bench({ opened, choices, onCleared }: Props) {
  const state = useWorkbench(opened);
  const { bench } = state;
  const [clearing, setClearing] = useState(false);
  const [shown, setShown] = useState<Shown | null>(null);
  // What is open in the editor and what is compared make no difference to the answer.
  const asked = useStable({ ...bench, selected: null, compared: null });
  const settled = useDebounced(asked, TYPING_MS);
  const answer = useRead("decide_workbench", settled, { keepPrevious: true });

  const show = (document: string, range: TextRange | null) => {
    if (document !== bench.selected) state.change({ selected: document });
    setShown({ document, range });
  };

  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="Try policies before they go to AWS: what they say, whether a request is allowed and why, and how two of them differ. Nothing here changes AWS."
          actions={<Button onClick={() => setClearing(true)}>Clear workbench</Button>}
        >
          Policy workbench
        </Header>
      }
    >
      <SpaceBetween size="l">
        {state.unsaved && (
          <Alert type="warning" header="The workbench could not be saved">
            {state.unsaved.message} {state.unsaved.remedy}
          </Alert>
        )}
        <div role="status">
          {state.undoable !== null && (
            <Alert type="success" action={<Button onClick={state.undo}>Undo</Button>}>
              {state.undoable}
            </Alert>
          )}
        </div>
        <div className="rb-bench">
          <Documents
            state={state}
            choices={choices}
            shown={shown}
            reasons={answer.data && !answer.isPlaceholderData ? answer.data.reasons : []}
            decided={settled.documents}
          />
          <SpaceBetween size="l">
            <Request state={state} choices={choices} answer={answer.data} />
            <Answer
              state={state}
              answer={answer.data}
              failure={answer.error}
              kinds={choices.kinds}
              onShow={show}
            />
          </SpaceBetween>
        </div>
        <Compare state={state} kinds={choices.kinds} onShow={show} />
      </SpaceBetween>
      {clearing && (
        <ClearDialog
          state={state}
          onDismiss={() => setClearing(false)}
          onCleared={() => {
            setClearing(false);
            onCleared();
          }}
        />
      )}
    </ContentLayout>
  );
}
