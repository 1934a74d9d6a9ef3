import "@cloudscape-design/global-styles/index.css";
import { createRoot } from "react-dom/client";
import { platform } from "#platform";
import { App } from "./app/App";
import { drawScrollbars } from "./app/scrollbars";
import { queryClient, readKey } from "./data";

// Asked before anything is drawn: the answers travel while the code of the first screen loads.
for (const name of ["start", "get_preferences", "list_spaces"] as const) {
  void queryClient.prefetchQuery({
    queryKey: readKey(name, null),
    queryFn: () => platform.call(name, null),
  });
}

drawScrollbars();

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
