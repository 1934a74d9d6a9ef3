import AppLayout from "@cloudscape-design/components/app-layout";
import Container from "@cloudscape-design/components/container";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useLocation, useNavigate } from "react-router";
import { hash, routes, useFlash, usePage } from "@/app";
import { useAppState, useScreenReady } from "@/data";
import { AboutIdentities } from "./AboutIdentities";
import { ChooseIdentity } from "./ChooseIdentity";

/** Which identity to use: asked at the first start, and whenever the user wants another. */
export default function StartScreen() {
  const current = useAppState().data?.connection ?? null;
  const navigate = useNavigate();
  const flash = useFlash();
  const first = current === null;
  const title = current?.sandbox ? "Connect real AWS" : "Use another identity";
  const { pathname } = useLocation();
  usePage({
    contentType: "form",
    breadcrumbs: [
      { text: "Settings", href: hash(routes.settings) },
      { text: title, href: hash(routes.connect) },
    ],
  });
  useScreenReady(true);

  const screen = (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="Rolebridge asks this once and remembers it. You can change it in Settings."
        >
          {first ? "Welcome to Rolebridge" : title}
        </Header>
      }
    >
      <Container header={<Header variant="h2">Which identity do you want to use?</Header>}>
        <SpaceBetween size="l">
          <ChooseIdentity
            current={current?.identity ?? null}
            onConnected={(state) => {
              const label = state.connection?.identity.label;
              flash.show({ id: "connect", type: "success", header: `Connected with ${label}` });
              // At the first start the address already is where the user wanted to go.
              if (pathname === routes.connect) void navigate(routes.spaces);
            }}
          />
          <AboutIdentities expanded={first || current.sandbox} />
        </SpaceBetween>
      </Container>
    </ContentLayout>
  );
  if (!first) return screen;
  return (
    <AppLayout
      navigationHide
      toolsHide
      contentType="form"
      maxContentWidth={880}
      ariaLabels={{ notifications: "Notifications" }}
      content={screen}
    />
  );
}
