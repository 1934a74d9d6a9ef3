import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import type { FlashItem } from "@/app/flash";
import type { Failure } from "@/ipc/Failure";
import { SignInButton } from "./SignInButton";

export interface FailureAlertProps {
  failure: Failure;
  /** Offers "Try again". */
  onRetry?: () => void;
  onDismiss?: () => void;
}

/** What went wrong and what to do about it. Nothing, if the user only changed their mind. */
export function FailureAlert({ failure, onRetry, onDismiss }: FailureAlertProps) {
  if (failure.code === "cancelled") return null;
  return (
    <Alert
      type="error"
      header={failure.message}
      dismissible={onDismiss !== undefined}
      dismissAriaLabel="Dismiss message"
      onDismiss={onDismiss}
      action={signIn(failure) ?? (onRetry && <Button onClick={onRetry}>Try again</Button>)}
    >
      <FailureDetail failure={failure} />
    </Alert>
  );
}

/** Where signing in is what to do about it, it can be done in place. */
function signIn(failure: Failure): ReactNode {
  return failure.code === "signIn" ? <SignInButton identity={failure.identity} /> : undefined;
}

function FailureDetail({ failure }: { failure: Failure }) {
  const fields = failure.code === "invalidInput" ? failure.fields : [];
  return (
    <>
      {failure.remedy}
      {fields.length > 0 && (
        <ul>
          {fields.map((f) => (
            <li key={f.field}>{f.message}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The same as an item for `useFlash().show(...)`. Who changed their mind is told calmly. */
export function failureFlash(id: string, failure: Failure): FlashItem {
  if (failure.code === "cancelled") return { id, type: "info", header: failure.message };
  return {
    id,
    type: "error",
    header: failure.message,
    content: <FailureDetail failure={failure} />,
    action: signIn(failure),
  };
}
