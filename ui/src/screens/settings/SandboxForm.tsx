import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input, { type InputProps } from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, useState } from "react";
import { useFlash } from "@/app";
import { FailureAlert } from "@/components";
import { readAgain, useAct } from "@/data";
import { afterPointer } from "@/forms";
import type { SandboxSettings } from "@/ipc/SandboxSettings";

interface Props {
  saved: SandboxSettings;
}

type Name = keyof SandboxSettings;
const names: readonly Name[] = ["propagation_seconds", "validation_seconds"];

/** The largest number the wire carries: a `u32`. What is larger is as much too large. */
const MOST = 4_294_967_295;
const notSeconds = "Enter a whole number of seconds.";

/** What was typed as the number the wire wants, if it is one. How many are too many, Rust says. */
function seconds(typed: string): number | null {
  const text = typed.trim();
  return /^\d+$/.test(text) ? Math.min(Number(text), MOST) : null;
}

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
  const [touched, setTouched] = useState<ReadonlySet<Name>>(new Set());
  const problem = (name: Name) =>
    touched.has(name) && seconds(typed[name]) === null ? notSeconds : error(name);
  const inputs = useRef(new Map<Name, InputProps.Ref>());
  const field = (name: Name, label: string, description: string) => (
    <FormField
      label={label}
      description={description}
      constraintText="Whole seconds"
      errorText={problem(name)}
    >
      <Input
        ref={(input) => {
          if (input) inputs.current.set(name, input);
        }}
        onBlur={() => afterPointer(() => setTouched((now) => new Set([...now, name])))}
        inputMode="numeric"
        value={typed[name]}
        onChange={({ detail }) => {
          setTyped((now) => ({ ...now, [name]: detail.value }));
          save.reset();
        }}
      />
    </FormField>
  );
  const submit = () => {
    setTouched(new Set(names));
    const wrong = names.find((name) => seconds(typed[name]) === null);
    if (wrong) {
      inputs.current.get(wrong)?.focus();
      return;
    }
    save.mutate(
      {
        propagation_seconds: seconds(typed.propagation_seconds) ?? 0,
        validation_seconds: seconds(typed.validation_seconds) ?? 0,
      },
      {
        onError: (refused) => {
          if (refused.code !== "invalidInput") return;
          const first = names.find((name) => refused.fields.some((f) => f.field === name));
          if (first) inputs.current.get(first)?.focus();
        },
        onSuccess: () => {
          void readAgain("get_sandbox");
          flash.show({ id: "sandbox", type: "success", header: "Sandbox settings saved" });
        },
      },
    );
  };
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
        <Button formAction="submit" loading={save.isPending}>
          Save
        </Button>
      </SpaceBetween>
    </form>
  );
}
