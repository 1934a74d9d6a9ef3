import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate } from "react-router";
import { routes } from "@/app";
import type { Connection } from "@/ipc/Connection";
import { AboutIdentities } from "@/screens/start/AboutIdentities";

/** The identity in use. */
export function IdentitySettings({ connection }: { connection: Connection }) {
  const navigate = useNavigate();
  const { identity, caller, sandbox } = connection;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            sandbox
              ? "You are in the sandbox. To work with your own accounts, connect real AWS."
              : "Rolebridge asks AWS with this identity."
          }
          actions={
            <Button onClick={() => void navigate(routes.connect)}>
              {sandbox ? "Connect real AWS" : "Use another identity"}
            </Button>
          }
        >
          Identity
        </Header>
      }
    >
      <SpaceBetween size="l">
        <KeyValuePairs
          columns={3}
          items={[
            {
              label: "Identity",
              value: identity.label,
            },
            { label: "Kind", value: identity.detail },
            { label: "Region", value: identity.region ?? "-" },
            ...(identity.facts?.endpoint
              ? [{ label: "Endpoint of AWS STS", value: identity.facts.endpoint }]
              : []),
            { label: "Account", value: caller?.account ?? "Not read yet" },
            { label: "Signed in as", value: caller?.arn ?? "Not read yet" },
          ]}
        />
        <AboutIdentities />
      </SpaceBetween>
    </Container>
  );
}
