import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Toggle from "@cloudscape-design/components/toggle";
import { FailureAlert } from "@/components";
import { queryClient, readAgain, readKey, useAct, useRead } from "@/data";
import type { QuickAccessSettings } from "@/ipc/QuickAccessSettings";
import type { QuickAccessState } from "@/ipc/QuickAccessState";
import { ShortcutField } from "./ShortcutField";

/** How Rolebridge is reached from outside its window. What is changed applies at once. */
export function QuickAccess() {
  const state = useRead("get_quick_access", null);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Roles at hand while you work in another program. Changes apply at once."
        >
          Quick switcher and tray
        </Header>
      }
    >
      {state.isError && <FailureAlert failure={state.error} onRetry={() => void state.refetch()} />}
      {state.isPending && <Spinner />}
      {state.data && <Choices state={state.data} />}
    </Container>
  );
}

function Choices({ state }: { state: QuickAccessState }) {
  const { settings, shortcut_trouble: noShortcut, tray_trouble: noTray } = state;
  const save = useAct("save_quick_access");
  const change = (part: Partial<QuickAccessSettings>) => {
    const key = readKey("get_quick_access", null);
    const next = { ...settings, ...part };
    save.mutate(next, {
      // What was refused stays off or as it was, and the reason is shown.
      onSuccess: () => queryClient.setQueryData(key, { ...state, settings: next }),
      onSettled: () => void readAgain("get_quick_access"),
    });
  };
  const refused = save.error;
  const atShortcut =
    refused?.code === "invalidInput"
      ? refused.fields.find((f) => f.field === "shortcut")?.message
      : undefined;
  return (
    <SpaceBetween size="l">
      {refused && !atShortcut && <FailureAlert failure={refused} />}
      <Toggle
        checked={settings.shortcut_on}
        onChange={({ detail }) => change({ shortcut_on: detail.checked })}
        description="From any program: type part of a name, press Enter."
      >
        Open the quick switcher by a shortcut
      </Toggle>
      {(settings.shortcut_on || atShortcut) && (
        <ShortcutField
          saved={settings.shortcut}
          usual={state.usual_shortcut}
          error={atShortcut ?? (settings.shortcut_on ? noShortcut : null)}
          busy={save.isPending}
          onChange={(shortcut) => change({ shortcut, shortcut_on: true })}
        />
      )}
      <FormField errorText={settings.tray && noTray}>
        <Toggle
          checked={settings.tray}
          onChange={({ detail }) => change({ tray: detail.checked })}
          description="Its menu has running sessions with the time left, favourites and recent entries."
        >
          Show Rolebridge in the tray
        </Toggle>
      </FormField>
      <Toggle
        checked={settings.tray && settings.close_to_tray}
        disabled={!settings.tray || noTray !== null}
        onChange={({ detail }) => change({ close_to_tray: detail.checked })}
        description="To leave Rolebridge then, choose Quit in the menu of the tray."
      >
        Keep Rolebridge in the tray when its window is closed
      </Toggle>
      <Toggle
        checked={settings.tell_expiry}
        onChange={({ detail }) => change({ tell_expiry: detail.checked })}
        description="Five minutes before, and only for sessions that can't be renewed without you."
      >
        Notify me before a session ends
      </Toggle>
      {save.isPending && <StatusIndicator type="loading">Saving</StatusIndicator>}
    </SpaceBetween>
  );
}
