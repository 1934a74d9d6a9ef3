import SideNavigation, {
  type SideNavigationProps,
} from "@cloudscape-design/components/side-navigation";
import { useLocation } from "react-router";
import { hash, routes } from "./links";

const items: SideNavigationProps.Item[] = [
  { type: "link", text: "Agent spaces", href: hash(routes.spaces) },
  { type: "link", text: "Switch roles", href: hash(routes.switchRoles) },
  { type: "link", text: "Import and export", href: hash(routes.transfer) },
  { type: "link", text: "Identities", href: hash(routes.identities) },
  { type: "link", text: "Policy workbench", href: hash(routes.workbench) },
  { type: "link", text: "Activity", href: hash(routes.activity) },
  { type: "divider" },
  { type: "link", text: "Settings", href: hash(routes.settings) },
];

export function SideBar() {
  const { pathname } = useLocation();
  // The app opens on the agent spaces, and a plan belongs to one.
  const inSpaces = pathname === "/" || pathname.startsWith("/plans");
  const at = inSpaces ? routes.spaces : pathname;
  const active = items.find((i) => i.type === "link" && at.startsWith(i.href.slice(1)));
  return <SideNavigation items={items} activeHref={active?.type === "link" ? active.href : ""} />;
}
