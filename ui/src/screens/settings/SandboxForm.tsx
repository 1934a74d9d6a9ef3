import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useFlash } from "@/app";
import { FailureAlert } from "@/components";
import { readAgain, useAct } from "@/data";
import type { SandboxSettings } from "@/ipc/SandboxSettings";

interface Props {
  saved: SandboxSettings;
}

type Name = keyof SandboxSettings;

/** How slow the sandbox plays AWS. */
export function SandboxForm({ saved }: Props) {
  const [typed, setTyped] = useState({
    propagation_seconds: String(saved.propagation_seconds),
    validation_seconds: String(saved.validation_seconds),
  });
  const save = useAct("save_sandbox");
  const flash = useFlash();
  const failure = save.error;
  const error = (name: Name) =>
    failure?.code === "invalidInput"
      ? failure.fields.find((f) => f.field === name)?.message
      : undefined;
  const field = (name: Name, label: string, description: string) => (
    <FormField
      label={label}
      description={description}
      constraintText="Whole seconds"
      errorText={error(name)}
    >
      <Input
        inputMode="numeric"
        value={typed[name]}
        onChange={({ detail }) => {
          setTyped((now) => ({ ...now, [name]: detail.value.replaceAll(/\D/g, "") }));
          save.reset();
        }}
      />
    </FormField>
  );
  const submit = () =>
    save.mutate(
      {
        propagation_seconds: Number(typed.propagation_seconds),
        validation_seconds: Number(typed.validation_seconds),
      },
      {
        onSuccess: () => {
          void readAgain("get_sandbox");
          flash.show({ id: "sandbox", type: "success", header: "Sandbox settings saved" });
        },
      },
    );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <SpaceBetween size="l">
        {failure && !error("propagation_seconds") && !error("validation_seconds") && (
          <FailureAlert failure={failure} />
        )}
        <ColumnLayout columns={2}>
          {field(
            "propagation_seconds",
            "Propagation",
            "How long a change of a role takes to spread. Real AWS: up to two minutes.",
          )}
          {field("validation_seconds", "Validation", "How long DevOps Agent takes to validate.")}
        </ColumnLayout>
        <Button
          formAction="submit"
          loading={save.isPending}
          disabled={typed.propagation_seconds === "" || typed.validation_seconds === ""}
        >
          Save
        </Button>
      </SpaceBetween>
    </form>
  );
}
