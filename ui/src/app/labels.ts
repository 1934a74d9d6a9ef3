import type { AppLayoutProps } from "@cloudscape-design/components/app-layout";

export const layoutLabels: AppLayoutProps.Labels = {
  navigation: "Side navigation",
  navigationToggle: "Open side navigation",
  navigationClose: "Close side navigation",
  notifications: "Notifications",
};
