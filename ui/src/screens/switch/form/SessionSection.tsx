import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { TextField } from "@/forms";
import type { SectionProps } from "./fields";
import { lengthOf, lengths } from "./lengths";
import { TagsEditor } from "./TagsEditor";

/** What a session of the role is asked for with. */
export function SessionSection(props: SectionProps) {
  const { form, fields, answer, setSession } = props;
  const { session } = form;
  const text = (field: string, name: "session_name" | "mfa" | "source_identity") => ({
    fields,
    name: field,
    value: session[name],
    onChange: (value: string) => setSession({ [name]: value }),
  });
  return (
    <SpaceBetween size="l">
      <div>
        <TextField
          {...text("session_name", "session_name")}
          label="Session name"
          optional
          placeholder="rolebridge"
          constraint="Letters, digits and + = , . @ - _. {user}, {host} and {entry} are filled in."
        />
        <Box color="text-body-secondary" variant="small">
          <output aria-label="Session name now">
            {answer?.session_name != null &&
              `CloudTrail shows these sessions as ${answer.session_name}.`}
          </output>
        </Box>
      </div>
      <Duration {...props} />
      <TextField
        {...text("mfa", "mfa")}
        label="MFA device"
        optional
        constraint="ARN or serial number of the IAM user's device. Its code is asked for each time."
        placeholder="arn:aws:iam::123456789012:mfa/me"
      />
      <TextField
        {...text("source_identity", "source_identity")}
        label="Source identity"
        optional
        constraint="Who is behind the session. It stays the same through all roles assumed later."
      />
      <TagsEditor tags={session.tags} fields={fields} onChange={(tags) => setSession({ tags })} />
    </SpaceBetween>
  );
}

const LEFT_TO_AWS = "";

/** How long it lasts. What is too long can be seen, and why, before it is chosen. */
function Duration({ form, fields, answer, setSession }: SectionProps) {
  const { duration } = form.session;
  const longest = answer?.longest ?? Number.POSITIVE_INFINITY;
  const offered =
    duration === null || lengths.includes(duration)
      ? lengths
      : [...lengths.filter((l) => l < duration), duration, ...lengths.filter((l) => l > duration)];
  const options = [
    { value: LEFT_TO_AWS, label: "AWS's default", description: "One hour" },
    ...offered.map((seconds) => ({
      value: String(seconds),
      label: lengthOf(seconds),
      disabled: seconds > longest,
      ...(seconds > longest ? { disabledReason: answer?.longest_because } : {}),
    })),
  ];
  const chosen = duration === null ? LEFT_TO_AWS : String(duration);
  return (
    <FormField
      label={
        <span>
          Duration <i>- optional</i>
        </span>
      }
      constraintText={answer?.longest_because}
      errorText={fields.error("duration")}
      warningText={fields.warning("duration")}
    >
      <Select
        ref={fields.register("duration")}
        options={options}
        selectedOption={options.find((o) => o.value === chosen) ?? null}
        onChange={({ detail }) => {
          const value = detail.selectedOption.value ?? LEFT_TO_AWS;
          setSession({ duration: value === LEFT_TO_AWS ? null : Number(value) });
        }}
        onBlur={() => fields.touch("duration")}
        expandToViewport
      />
    </FormField>
  );
}
