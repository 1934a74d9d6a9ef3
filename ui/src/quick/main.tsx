import "@cloudscape-design/global-styles/index.css";
import { createRoot } from "react-dom/client";
import { QuickApp } from "./QuickApp";

const root = document.getElementById("root");
if (root) createRoot(root).render(<QuickApp />);
