import Box from "@cloudscape-design/components/box";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { usePage } from "@/app";
import { FailureAlert } from "@/components";
import { useRead, useScreenReady } from "@/data";
import { Bench } from "./Bench";

/** Policies to try: what they say, what they decide, and how two of them differ. */
export default function WorkbenchScreen() {
  usePage({ contentType: "default" });
  const opened = useRead("get_workbench", null);
  const choices = useRead("list_workbench_choices", null);
  // A cleared workbench is another one: nothing of the old may be saved over it.
  const [round, setRound] = useState(0);
  const failed = opened.isError ? opened : choices.isError ? choices : null;
  useScreenReady(opened.isSuccess && choices.isSuccess);
  if (opened.data && choices.data) {
    return (
      <Bench
        key={round}
        opened={opened.data}
        choices={choices.data}
        onCleared={() => setRound(round + 1)}
      />
    );
  }
  return (
    <ContentLayout header={<Header variant="h1">Policy workbench</Header>}>
      {failed?.error ? (
        <FailureAlert failure={failed.error} onRetry={() => void failed.refetch()} />
      ) : (
        <Box>
          <Spinner /> Loading
        </Box>
      )}
    </ContentLayout>
  );
}
