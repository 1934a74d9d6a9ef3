import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import type { Failure } from "@/ipc/Failure";

export interface FailureAlertProps {
  failure: Failure;
  /** Offers "Try again". */
  onRetry?: () => void;
  onDismiss?: () => void;
}

/** What went wrong and what to do about it. */
export function FailureAlert({ failure, onRetry, onDismiss }: FailureAlertProps) {
  return (
    <Alert
      type="error"
      header={failure.message}
      dismissible={onDismiss !== undefined}
      dismissAriaLabel="Dismiss message"
      onDismiss={onDismiss}
      action={onRetry && <Button onClick={onRetry}>Try again</Button>}
    >
      <FailureDetail failure={failure} />
    </Alert>
  );
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

/** The same as an item for `useFlash().show(...)`. */
export function failureFlash(id: string, failure: Failure) {
  return {
    id,
    type: "error" as const,
    header: failure.message,
    content: <FailureDetail failure={failure} />,
  };
}
