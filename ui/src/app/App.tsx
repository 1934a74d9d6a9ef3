import I18nProvider from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { QueryClientProvider } from "@tanstack/react-query";
import { HashRouter } from "react-router";
import { EventBridge, queryClient } from "@/data";
import { FlashProvider } from "./flash";
import { Root } from "./Root";
import { ThemeBridge } from "./ThemeBridge";

export function App() {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <QueryClientProvider client={queryClient}>
        <EventBridge />
        <ThemeBridge />
        <FlashProvider>
          <HashRouter>
            <Root />
          </HashRouter>
        </FlashProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}
