import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { useFlash } from "@/app";
import { Arrival, FailureAlert, TimeAgo } from "@/components";
import { readAgain, useAct } from "@/data";
import type { Acceptance } from "@/ipc/Acceptance";
import type { SourceDetail } from "@/ipc/SourceDetail";
import { principalName, sourceName } from "../words";

const UpdateDialog = lazy(() => import("../dialogs/UpdateDialog"));
const AcceptDialog = lazy(() => import("../dialogs/AcceptDialog"));

/** That others can assume the role: what to do, or who accepted it. */
export function Exposure({ detail }: { detail: SourceDetail }) {
  const { source, accepted } = detail;
  const flash = useFlash();
  const takeBack = useAct("accept_exposure");
  const [dialog, setDialog] = useState<"update" | "accept" | null>(null);
  // What was clicked goes away with the answer, so the keyboard moves to what comes instead.
  const [answered, setAnswered] = useState(false);
  const close = () => setDialog(null);
  const done = (header: string) => {
    setAnswered(true);
    void readAgain("get_source", "list_sources", "list_source_values");
    flash.show({ id: "exposure", type: "success", header });
  };
  const unsafe = source.status === "unsafe";
  if (!unsafe && !accepted) return null;
  return (
    <Arrival
      at={answered ? `${source.status} ${accepted?.at ?? ""}` : null}
      label={unsafe ? "Others can assume this role" : "Others may assume this role"}
    >
      <SpaceBetween size="s">
        {takeBack.isError && <FailureAlert failure={takeBack.error} />}
        {unsafe ? (
          <Alert
            type="error"
            header="Others can assume this role"
            action={
              <SpaceBetween direction="horizontal" size="xs">
                <Button onClick={() => setDialog("update")}>Update role</Button>
                <Button variant="link" onClick={() => setDialog("accept")}>
                  Accept as it is
                </Button>
              </SpaceBetween>
            }
          >
            <SpaceBetween size="xs">
              <div>{source.status_reason}</div>
              <div>
                Update the role to bring its trust policy to the template&rsquo;s. Accept it only if
                others are meant to assume the role.
              </div>
              {accepted && (
                <div>
                  <By accepted={accepted} /> accepted another trust policy{" "}
                  <TimeAgo at={accepted.at} />. That does not hold for this one.
                </div>
              )}
            </SpaceBetween>
          </Alert>
        ) : (
          accepted && (
            <Alert
              type="warning"
              header="Others may assume this role"
              action={
                <Button
                  loading={takeBack.isPending}
                  onClick={() =>
                    takeBack.mutate(
                      { source: source.id, accepted: false },
                      { onSuccess: () => done(`${sourceName(source)}: acceptance taken back`) },
                    )
                  }
                >
                  Take back
                </Button>
              }
            >
              <By accepted={accepted} /> accepted this <TimeAgo at={accepted.at} />. It holds for
              the trust policy it was given for, and no other.
            </Alert>
          )
        )}
      </SpaceBetween>
      <Suspense fallback={null}>
        {dialog === "update" && <UpdateDialog source={source} onClose={close} />}
        {dialog === "accept" && (
          <AcceptDialog
            detail={detail}
            onClose={close}
            onAccepted={() => {
              close();
              done(`${sourceName(source)}: accepted that others may assume the role`);
            }}
          />
        )}
      </Suspense>
    </Arrival>
  );
}

function By({ accepted }: { accepted: Acceptance }) {
  return <strong title={accepted.by}>{principalName(accepted.by)}</strong>;
}
