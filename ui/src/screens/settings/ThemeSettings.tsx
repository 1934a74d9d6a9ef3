import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { usePreferences } from "@/data";
import type { Theme } from "@/ipc/Theme";

const themes: Array<{ id: Theme; text: string }> = [
  { id: "system", text: "System" },
  { id: "light", text: "Light" },
  { id: "dark", text: "Dark" },
];

/** Light or dark. */
export function ThemeSettings() {
  const { preferences, change } = usePreferences();
  return (
    <Container header={<Header variant="h2">Appearance</Header>}>
      <FormField label="Theme">
        <SegmentedControl
          label="Theme"
          selectedId={preferences?.theme ?? "system"}
          options={themes}
          onChange={({ detail }) => change({ theme: detail.selectedId as Theme })}
        />
      </FormField>
    </Container>
  );
}
