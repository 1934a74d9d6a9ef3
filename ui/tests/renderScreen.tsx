import I18nProvider from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import Flashbar from "@cloudscape-design/components/flashbar";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { MemoryRouter, Route, Routes, useLocation } from "react-router";
import { FlashProvider, useFlashItems } from "@/app/flash";
import { EventBridge, queryClient } from "@/data";

function Messages() {
  return <Flashbar items={useFlashItems()} />;
}

function Where() {
  return <output aria-label="Address">{useLocation().pathname}</output>;
}

/** Shows a part of the app, with all that surrounds it, over the fake platform. */
export function show(part: ReactNode, at = "/") {
  return render(
    <I18nProvider locale="en" messages={[messages]}>
      <QueryClientProvider client={queryClient}>
        <EventBridge />
        <FlashProvider>
          <MemoryRouter initialEntries={[at]}>{part}</MemoryRouter>
        </FlashProvider>
      </QueryClientProvider>
    </I18nProvider>,
  );
}

/** Shows one screen at an address, with the messages above it and a word for where it leads. */
export function renderScreen(screen: ReactNode, path: string, at: string) {
  const user = userEvent.setup();
  const view = show(
    <>
      <Where />
      <Messages />
      <Routes>
        <Route path={path} element={screen} />
        <Route path="*" element={<p>Elsewhere</p>} />
      </Routes>
    </>,
    at,
  );
  return { user, ...view };
}
