import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { FailureAlert } from "@/components";
import { TextField, useFields } from "@/forms";
import type { Failure } from "@/ipc/Failure";
import type { NamedRegion } from "@/ipc/NamedRegion";
import type { SpaceForm } from "@/ipc/SpaceForm";
import { toFailure } from "@/platform/types";

export interface SpaceFormFieldsProps {
  form: SpaceForm;
  regions: NamedRegion[];
  busy: boolean;
  onChange: (form: SpaceForm) => void;
  onCancel: () => void;
  /** Called once the form holds no error. */
  onSubmit: () => void;
}

const names = ["name", "description", "region", "role_name"] as const;

/** The fields of "Create agent space". */
export function SpaceFormFields(props: SpaceFormFieldsProps) {
  const { form, regions, busy, onChange, onCancel, onSubmit } = props;
  const fields = useFields<"check_space_form", keyof SpaceForm>("check_space_form", form);
  const [failure, setFailure] = useState<Failure | null>(null);
  const set = (part: Partial<SpaceForm>) => onChange({ ...form, ...part });
  const submit = () => {
    setFailure(null);
    fields.check(names).then(
      ({ ok }) => {
        if (ok) onSubmit();
      },
      (reason: unknown) => setFailure(toFailure(reason)),
    );
  };
  const options = regions.map((r) => ({ value: r.id, label: r.name, description: r.id }));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button formAction="none" variant="link" onClick={onCancel}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy}>
              Next
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          {failure && <FailureAlert failure={failure} />}
          <Container>
            <SpaceBetween size="l">
              <TextField
                fields={fields}
                name="name"
                label="Name"
                constraint="1 to 255 characters."
                value={form.name}
                onChange={(name) => set({ name })}
              />
              <FormField
                label={
                  <span>
                    Description <i>- optional</i>
                  </span>
                }
                errorText={fields.error("description")}
                warningText={fields.warning("description")}
              >
                <Textarea
                  ref={fields.register("description")}
                  value={form.description}
                  rows={3}
                  onChange={({ detail }) => set({ description: detail.value })}
                  onBlur={() => fields.touch("description")}
                />
              </FormField>
              <FormField
                label="Region"
                description="Where the agent space lives. It can watch resources in any Region."
                errorText={fields.error("region")}
                warningText={fields.warning("region")}
              >
                <Select
                  ref={fields.register("region")}
                  options={options}
                  selectedOption={options.find((o) => o.value === form.region) ?? null}
                  placeholder="Choose a Region"
                  filteringType="auto"
                  filteringAriaLabel="Find a Region"
                  onChange={({ detail }) => set({ region: detail.selectedOption.value ?? "" })}
                  onBlur={() => fields.touch("region")}
                />
              </FormField>
              <TextField
                fields={fields}
                name="role_name"
                label="Name your role"
                description="The primary role. DevOps Agent assumes it in the primary account."
                value={form.role_name}
                onChange={(role_name) => set({ role_name })}
              />
            </SpaceBetween>
          </Container>
        </SpaceBetween>
      </Form>
    </form>
  );
}
