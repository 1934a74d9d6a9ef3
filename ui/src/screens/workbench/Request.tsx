import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import type { ContextRow } from "@/ipc/ContextRow";
import type { DocumentKind } from "@/ipc/DocumentKind";
import type { WorkbenchAnswer } from "@/ipc/WorkbenchAnswer";
import type { WorkbenchChoices } from "@/ipc/WorkbenchChoices";
import type { WorkbenchRequest } from "@/ipc/WorkbenchRequest";
import type { WorkbenchState } from "./useWorkbench";

interface Props {
  state: WorkbenchState;
  choices: WorkbenchChoices;
  answer: WorkbenchAnswer | undefined;
}

/** What is asked, by whom, of what, and what the request carries. */
export function Request({ state, choices, answer }: Props) {
  const { request } = state.bench;
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const change = state.changeRequest;
  const more =
    request.resource_account !== "" || !request.known_context || request.unread.length > 0;
  const touch = (field: string) => setTouched((now) => new Set([...now, field]));
  // An empty field says nothing until the user has been in it.
  const error = (field: keyof WorkbenchRequest) =>
    touched.has(field) || request[field] !== ""
      ? answer?.problems.find((p) => p.field === field)?.message
      : undefined;

  return (
    <Container header={<Header variant="h2">Request</Header>}>
      <SpaceBetween size="m">
        <FormField label="Action" errorText={error("action")} stretch>
          <Autosuggest
            value={request.action}
            onChange={({ detail }) => change({ action: detail.value })}
            onBlur={() => touch("action")}
            options={choices.actions.map((value) => ({ value }))}
            enteredTextLabel={(text) => `Use "${text}"`}
            placeholder="sts:AssumeRole"
            empty="Type any action, such as s3:GetObject."
            expandToViewport
          />
        </FormField>
        <FormField
          label="Who asks"
          constraintText="An ARN, an account ID, a service, or * for anybody"
          errorText={error("principal")}
          stretch
        >
          <SpaceBetween size="xxs">
            <Input
              value={request.principal}
              onChange={({ detail }) => change({ principal: detail.value })}
              onBlur={() => touch("principal")}
              ariaLabel="Who asks"
              autoComplete={false}
              spellcheck={false}
            />
            <Select
              selectedOption={null}
              placeholder="Choose somebody known"
              ariaLabel="Choose somebody known"
              filteringType="auto"
              filteringPlaceholder="Find a principal"
              expandToViewport
              options={choices.principals.map((p, i) => ({
                value: String(i),
                label: p.label,
                description: p.value,
              }))}
              onChange={({ detail }) => {
                const chosen = choices.principals[Number(detail.selectedOption.value)];
                if (!chosen) return;
                const keys = chosen.context.map((row) => row.key.toLowerCase());
                const others = request.context.filter((r) => !keys.includes(r.key.toLowerCase()));
                change({ principal: chosen.value, context: [...others, ...chosen.context] });
              }}
            />
          </SpaceBetween>
        </FormField>
        <FormField
          label="Resource"
          constraintText="An ARN; for sts:AssumeRole the role. * for an action without a resource"
          errorText={error("resource")}
          stretch
        >
          <Input
            value={request.resource}
            onChange={({ detail }) => change({ resource: detail.value })}
            onBlur={() => touch("resource")}
            autoComplete={false}
            spellcheck={false}
          />
        </FormField>
        <Context
          rows={request.context}
          keys={answer?.condition_keys ?? []}
          derived={answer?.derived ?? []}
          onChange={(context) => change({ context })}
        />
        <ExpandableSection headerText="More about the request" defaultExpanded={more}>
          <SpaceBetween size="m">
            <FormField
              label={
                <span>
                  Account of the resource <i>- optional</i>
                </span>
              }
              constraintText="Where the ARN does not say, as with S3 buckets"
              errorText={error("resource_account")}
              stretch
            >
              <Input
                value={request.resource_account}
                onChange={({ detail }) => change({ resource_account: detail.value })}
                inputMode="numeric"
                autoComplete={false}
              />
            </FormField>
            <Toggle
              checked={!request.known_context}
              onChange={({ detail }) => change({ known_context: !detail.checked })}
              description="What hangs on a key without a row is then said to be unknown."
            >
              There may be other keys
            </Toggle>
            <FormField
              label={
                <span>
                  Policies that are not here <i>- optional</i>
                </span>
              }
              description="Kinds of policy that exist and that you have not read."
              stretch
            >
              <Multiselect
                selectedOptions={choices.kinds
                  .filter((k) => request.unread.includes(k.kind))
                  .map((k) => ({ value: k.kind, label: k.title }))}
                options={choices.kinds.map((k) => ({ value: k.kind, label: k.title }))}
                placeholder="Choose kinds of policy"
                expandToViewport
                onChange={({ detail }) =>
                  change({ unread: detail.selectedOptions.map((o) => o.value as DocumentKind) })
                }
              />
            </FormField>
          </SpaceBetween>
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}

interface ContextProps {
  rows: readonly ContextRow[];
  /** Keys the documents compare. */
  keys: readonly string[];
  derived: readonly ContextRow[];
  onChange: (rows: ContextRow[]) => void;
}

function Context({ rows, keys, derived, onChange }: ContextProps) {
  const set = (index: number, part: Partial<ContextRow>) =>
    onChange(rows.map((row, i) => (i === index ? { ...row, ...part } : row)));
  const given = [...rows, ...derived].map((row) => row.key.toLowerCase());
  const missing = keys.filter((key) => !given.includes(key.toLowerCase()));
  return (
    <section aria-label="Context keys">
      <SpaceBetween size="xs">
        <Box variant="awsui-key-label">Context keys</Box>
        <AttributeEditor
          items={rows}
          gridLayout={[
            { breakpoint: "xxs", rows: [[1, 1]], removeButton: { width: "auto" } },
            { rows: [[1], [1]] },
          ]}
          addButtonText="Add a key"
          removeButtonText="Remove"
          removeButtonAriaLabel={(row) => `Remove ${row.key || "the key"}`}
          empty="The request carries no context keys."
          onAddButtonClick={() => onChange([...rows, { key: "", value: "" }])}
          onRemoveButtonClick={({ detail }) =>
            onChange(rows.filter((_, i) => i !== detail.itemIndex))
          }
          definition={[
            {
              label: "Key",
              control: (row, index) => (
                <Autosuggest
                  value={row.key}
                  onChange={({ detail }) => set(index, { key: detail.value })}
                  options={keys.map((value) => ({ value }))}
                  enteredTextLabel={(text) => `Use "${text}"`}
                  empty="Type any condition key."
                  ariaLabel={`Key ${index + 1}`}
                  expandToViewport
                />
              ),
            },
            {
              label: "Value",
              control: (row, index) => (
                <Input
                  value={row.value}
                  onChange={({ detail }) => set(index, { value: detail.value })}
                  ariaLabel={`Value of ${row.key || `key ${index + 1}`}`}
                  autoComplete={false}
                  spellcheck={false}
                />
              ),
            },
          ]}
        />
        {missing.length > 0 && (
          <SpaceBetween direction="horizontal" size="xs" alignItems="center">
            <Box variant="small">The documents also compare</Box>
            {missing.map((key) => (
              <Button
                key={key}
                variant="inline-link"
                iconName="add-plus"
                ariaLabel={`Add ${key}`}
                onClick={() => onChange([...rows, { key, value: "" }])}
              >
                {key}
              </Button>
            ))}
          </SpaceBetween>
        )}
        {derived.length > 0 && (
          <Box variant="small" display="block">
            <span className="rb-bench-long">
              {"Follow from the request: "}
              {derived.map((row) => `${row.key} = ${row.value}`).join("; ")}
            </span>
          </Box>
        )}
      </SpaceBetween>
    </section>
  );
}
