import { QueryClientProvider } from "@tanstack/react-query";
import { ThemeBridge } from "@/app/ThemeBridge";
import { EventBridge, queryClient } from "@/data";
import { Switcher } from "./Switcher";
import "./quick.css";

/** The page of the quick switcher's window. It loads nothing of the main window's screens. */
export function QuickApp() {
  return (
    <QueryClientProvider client={queryClient}>
      <EventBridge />
      <ThemeBridge />
      <Switcher />
    </QueryClientProvider>
  );
}
