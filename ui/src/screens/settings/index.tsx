import Container from "@cloudscape-design/components/container";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { usePage } from "@/app";
import { FailureAlert } from "@/components";
import { useAppState, useRead, useScreenReady } from "@/data";
import { IdentitySettings } from "./IdentitySettings";
import { OpeningSettings } from "./OpeningSettings";
import { ResetSandbox } from "./ResetSandbox";
import { SandboxForm } from "./SandboxForm";
import { QuickAccess } from "./quick";
import { ThemeSettings } from "./ThemeSettings";

/** What the user can set. */
export default function SettingsScreen() {
  usePage({ contentType: "form" });
  const state = useAppState();
  const connection = state.data?.connection;
  useScreenReady(!state.isPending);
  return (
    <ContentLayout header={<Header variant="h1">Settings</Header>}>
      <SpaceBetween size="l">
        {connection && <IdentitySettings connection={connection} />}
        <ThemeSettings />
        {connection && <OpeningSettings />}
        <QuickAccess />
        {connection?.sandbox && <SandboxSettings />}
        <Container header={<Header variant="h2">About</Header>}>
          <KeyValuePairs
            columns={2}
            items={[{ label: "Version", value: `Rolebridge ${state.data?.version ?? ""}` }]}
          />
        </Container>
      </SpaceBetween>
    </ContentLayout>
  );
}

function SandboxSettings() {
  const settings = useRead("get_sandbox", null);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="The sandbox stands in for AWS. It keeps what you do until you reset it."
          actions={<ResetSandbox />}
        >
          Sandbox
        </Header>
      }
    >
      {settings.isError && (
        <FailureAlert failure={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {settings.isPending && <Spinner />}
      {settings.data && <SandboxForm saved={settings.data} />}
    </Container>
  );
}
