import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import type { Fields } from "@/forms";
import type { TagForm } from "@/ipc/TagForm";

interface Props {
  tags: readonly TagForm[];
  fields: Fields<string>;
  onChange: (tags: TagForm[]) => void;
}

/** The tags a session carries. */
export function TagsEditor({ tags, fields, onChange }: Props) {
  const change = (at: number, part: Partial<TagForm>) =>
    onChange(tags.map((tag, i) => (i === at ? { ...tag, ...part } : tag)));
  return (
    <FormField
      stretch
      label={
        <span>
          Session tags <i>- optional</i>
        </span>
      }
      description="Policies can ask for them. A transitive tag is handed on to roles assumed later."
      errorText={fields.error("tags")}
    >
      <AttributeEditor
        items={tags}
        empty="No tags"
        addButtonText="Add tag"
        removeButtonText="Remove"
        removeButtonAriaLabel={(tag) => `Remove tag ${tag.key}`}
        onAddButtonClick={() => onChange([...tags, { key: "", value: "", transitive: false }])}
        onRemoveButtonClick={({ detail }) =>
          onChange(tags.filter((_, i) => i !== detail.itemIndex))
        }
        definition={[
          {
            label: "Key",
            errorText: (_, i) => fields.error(`tags.${i}`),
            control: (tag, i) => (
              <Input
                ref={fields.register(`tags.${i}`)}
                value={tag.key}
                onChange={({ detail }) => change(i, { key: detail.value })}
                onBlur={() => fields.touch(`tags.${i}`)}
                ariaLabel={`Key of tag ${i + 1}`}
                autoComplete={false}
                spellcheck={false}
              />
            ),
          },
          {
            label: "Value",
            control: (tag, i) => (
              <Input
                value={tag.value}
                onChange={({ detail }) => change(i, { value: detail.value })}
                onBlur={() => fields.touch(`tags.${i}`)}
                ariaLabel={`Value of tag ${i + 1}`}
                autoComplete={false}
                spellcheck={false}
              />
            ),
          },
          {
            label: "Hand on",
            control: (tag, i) => (
              <Checkbox
                checked={tag.transitive}
                onChange={({ detail }) => change(i, { transitive: detail.checked })}
                ariaLabel={`Tag ${i + 1} is transitive`}
              >
                Transitive
              </Checkbox>
            ),
          },
        ]}
      />
    </FormField>
  );
}
