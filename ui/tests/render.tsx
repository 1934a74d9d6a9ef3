import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { FlashProvider } from "@/app/flash";
import { EventBridge, queryClient } from "@/data";

/** Renders a part of the app with all that surrounds it, over the fake platform. */
export function show(part: ReactNode, route = "/") {
  return render(
    <QueryClientProvider client={queryClient}>
      <EventBridge />
      <FlashProvider>
        <MemoryRouter initialEntries={[route]}>{part}</MemoryRouter>
      </FlashProvider>
    </QueryClientProvider>,
  );
}
