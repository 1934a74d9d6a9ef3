import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef } from "react";
import { ProfileField, TextField } from "@/forms";
import type { HopForm } from "@/ipc/HopForm";
import type { SectionProps } from "./fields";

/** Whose credentials begin, and the roles assumed on the way. */
export function WaySection({ form, fields, answer, setSession }: SectionProps) {
  const { chain, profile } = form.session;
  const put = (next: HopForm[]) => setSession({ chain: next });
  const change = (at: number, part: Partial<HopForm>) =>
    put(chain.map((hop, i) => (i === at ? { ...hop, ...part } : hop)));
  const move = (at: number, by: number) => {
    const next = chain.filter((_, i) => i !== at);
    next.splice(at + by, 0, chain[at] as HopForm);
    put(next);
  };
  // A row that was added is where one types next.
  const rows = useRef(chain.length);
  const { focus } = fields;
  useEffect(() => {
    if (chain.length > rows.current) focus(`chain.${chain.length - 1}`);
    rows.current = chain.length;
  }, [chain.length, focus]);

  return (
    <SpaceBetween size="l">
      <ProfileField
        label="Begin with"
        description="Whose credentials assume the first role."
        none="The identity in use"
        value={profile}
        onChange={(name) => setSession({ profile: name })}
        onBlur={() => fields.touch("session_profile")}
        error={fields.error("session_profile")}
        warning={fields.warning("session_profile")}
        register={fields.register("session_profile")}
      />
      <FormField
        stretch
        label={
          <span>
            Roles on the way <i>- optional</i>
          </span>
        }
        description="Assumed one after the other, before the role of this entry. Each has to trust the one before it."
      >
        <SpaceBetween size="s">
          {chain.map((hop, i) => (
            // Rows have no identity but their place; all they hold is in the form.
            // oxlint-disable-next-line react/no-array-index-key
            <div key={i} className="rb-hop" role="group" aria-label={`Role ${i + 1} on the way`}>
              <Box variant="awsui-key-label">{`${i + 1}.`}</Box>
              <TextField
                fields={fields}
                name={`chain.${i}`}
                value={hop.role}
                onChange={(role) => change(i, { role })}
                label="Role ARN"
                placeholder="arn:aws:iam::123456789012:role/Name"
              />
              <TextField
                fields={fields}
                name={`chain_external_id.${i}`}
                value={hop.external_id}
                onChange={(external_id) => change(i, { external_id })}
                label="External ID"
                optional
              />
              <div className="rb-hop-actions">
                <Button
                  formAction="none"
                  variant="icon"
                  iconName="angle-up"
                  ariaLabel={`Move role ${i + 1} up`}
                  disabled={i === 0}
                  onClick={() => move(i, -1)}
                />
                <Button
                  formAction="none"
                  variant="icon"
                  iconName="angle-down"
                  ariaLabel={`Move role ${i + 1} down`}
                  disabled={i === chain.length - 1}
                  onClick={() => move(i, 1)}
                />
                <Button
                  formAction="none"
                  variant="icon"
                  iconName="remove"
                  ariaLabel={`Remove role ${i + 1}`}
                  onClick={() => put(chain.filter((_, other) => other !== i))}
                />
              </div>
            </div>
          ))}
          <Button
            formAction="none"
            iconName="add-plus"
            onClick={() => put([...chain, { role: "", external_id: "" }])}
          >
            Add a role on the way
          </Button>
        </SpaceBetween>
      </FormField>
      {chain.length > 0 && answer && <Alert type="info">{answer.longest_because}</Alert>}
    </SpaceBetween>
  );
}
