import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useAct, useRead } from "@/data";
import { RegionField, TextField, useFields } from "@/forms";
import type { Failure } from "@/ipc/Failure";
import type { IdentityRef } from "@/ipc/IdentityRef";
import type { KeyForm } from "@/ipc/KeyForm";

interface Props {
  onClose: () => void;
  onKept: (identity: IdentityRef, label: string) => void;
}

type Name = keyof KeyForm;
const order: readonly Name[] = ["label", "access_key", "mfa", "region"];
const nothing: KeyForm = { label: "", access_key: "", mfa: "", region: "" };

/** Keeps an access key. Its secret is asked for by a window of the system, never here. */
export default function KeyDialog({ onClose, onKept }: Props) {
  const start = useRead("start_key_form", null);
  const [form, setForm] = useState(nothing);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const keep = useAct("keep_key");
  const fields = useFields<"check_key_form", Name>("check_key_form", form);
  const problem = start.data?.problem ?? null;
  const text = (name: Name) => ({
    fields,
    name,
    value: form[name],
    onChange: (value: string) => setForm((now) => ({ ...now, [name]: value })),
  });

  const submit = async () => {
    if (busy || problem !== null) return;
    setFailure(null);
    setBusy(true);
    try {
      if (!(await fields.check(order)).ok) return;
      onKept(await keep.mutateAsync(form), form.label);
    } catch (reason) {
      const elsewhere = fields.reject(reason as Failure);
      if ((reason as Failure).code !== "invalidInput" || elsewhere.length > 0) {
        setFailure(reason as Failure);
      }
    } finally {
      setBusy(false);
    }
  };

  return (
    <ActionDialog
      title="Add access key"
      action="Next: type the secret"
      onAction={() => void submit()}
      onClose={onClose}
      busy={busy}
      obstacle={problem}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SpaceBetween size="l">
          {problem === null ? (
            <span>
              The secret access key is typed next, in a window of this computer. It goes into the
              keychain and never into this page.
            </span>
          ) : (
            <Alert type="error" header={problem}>
              {start.data?.remedy}
            </Alert>
          )}
          {failure && <FailureAlert failure={failure} />}
          <TextField {...text("label")} label="Name" constraint="1 to 64 characters" />
          <TextField
            {...text("access_key")}
            label="Access key ID"
            constraint="Begins with AKIA. It is not the secret."
          />
          <RegionField
            all
            value={form.region}
            onChange={(region) => setForm((now) => ({ ...now, region }))}
            onBlur={() => fields.touch("region")}
            error={fields.error("region")}
            warning={fields.warning("region")}
            register={fields.register("region")}
          />
          <TextField
            {...text("mfa")}
            label="MFA device"
            optional
            constraint="Its ARN or serial number. With one, a code is asked for every 12 hours."
          />
        </SpaceBetween>
        {/* Enter in a field goes on; the visible button stands outside the form. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </ActionDialog>
  );
}
