import TopNavigation, {
  type TopNavigationProps,
} from "@cloudscape-design/components/top-navigation";
import { useNavigate } from "react-router";
import { usePreferences } from "@/data";
import type { Connection } from "@/ipc/Connection";
import type { Theme } from "@/ipc/Theme";
import { hash, routes } from "./links";

const themes: Array<{ id: Theme; text: string }> = [
  { id: "system", text: "System" },
  { id: "light", text: "Light" },
  { id: "dark", text: "Dark" },
];

/** The sandbox must never be taken for AWS: its marker has words, not only a colour. */
function sandboxUtilities(connect: () => void): TopNavigationProps.Utility[] {
  return [
    {
      type: "menu-dropdown",
      text: "Sandbox",
      title: "Sandbox: nothing here is real AWS",
      iconName: "flag",
      ariaLabel: "Sandbox: nothing here is real AWS",
      disableUtilityCollapse: true,
      disableTextCollapse: true,
      items: [
        { id: "settings", text: "Sandbox settings", href: hash(routes.settings) },
        { id: "connect", text: "Connect real AWS", href: hash(routes.connect) },
      ],
    },
    {
      type: "button",
      variant: "primary-button",
      text: "Connect real AWS",
      disableUtilityCollapse: true,
      disableTextCollapse: true,
      onClick: connect,
    },
  ];
}

export function TopBar({ connection }: { connection: Connection }) {
  const navigate = useNavigate();
  const { preferences, change } = usePreferences();
  const { identity, caller, sandbox } = connection;
  const account = caller ? caller.account : "account not read yet";
  return (
    <TopNavigation
      identity={{ title: "Rolebridge", href: hash(routes.spaces) }}
      utilities={[
        ...(sandbox ? sandboxUtilities(() => void navigate(routes.connect)) : []),
        {
          type: "menu-dropdown",
          iconName: "user-profile",
          text: sandbox ? account : `${identity.label} · ${account}`,
          title: identity.label,
          description: caller?.arn ?? identity.detail,
          ariaLabel: `Identity ${identity.label}, account ${account}`,
          items: [{ id: "connect", text: "Use another identity", href: hash(routes.connect) }],
        },
        {
          type: "menu-dropdown",
          iconSvg: <ThemeIcon />,
          ariaLabel: "Theme",
          title: "Theme",
          items: themes.map((t) => ({
            ...t,
            itemType: "checkbox",
            checked: t.id === (preferences?.theme ?? "system"),
          })),
          onItemClick: ({ detail }) => change({ theme: detail.id as Theme }),
        },
        {
          type: "button",
          iconName: "settings",
          ariaLabel: "Settings",
          href: hash(routes.settings),
        },
      ]}
    />
  );
}

/** Half light, half dark. */
function ThemeIcon() {
  return (
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" focusable="false" aria-hidden>
      <circle cx="8" cy="8" r="6" />
      <path className="filled" d="M8 2a6 6 0 0 1 0 12z" />
    </svg>
  );
}
