import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import TopNavigation from "@cloudscape-design/components/top-navigation";
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

/**
 * Where one is and who one is. Its content is laid out by the style sheet: TopNavigation's own
 * utilities are drawn three times over to be measured, a fifth of the work of the first screen.
 */
export function TopBar({ connection }: { connection: Connection }) {
  const navigate = useNavigate();
  const { preferences, change } = usePreferences();
  const { identity, caller, sandbox } = connection;
  const account = caller ? caller.account : "account not read yet";
  return (
    <TopNavigation>
      <div className="top-bar">
        <a className="top-bar-name" href={hash(routes.spaces)}>
          Rolebridge
        </a>
        <div className="top-bar-tools">
          {sandbox && <SandboxMark connect={() => void navigate(routes.connect)} />}
          <ButtonDropdown
            ariaLabel={`Identity ${identity.label}, account ${account}`}
            items={[
              {
                text: caller?.arn ?? identity.detail,
                items: [
                  { id: "connect", text: "Use another identity", href: hash(routes.connect) },
                ],
              },
            ]}
          >
            <span className="top-bar-identity">
              {sandbox ? account : `${identity.label} · ${account}`}
            </span>
          </ButtonDropdown>
          <ButtonDropdown
            variant="icon"
            iconSvg={<ThemeIcon />}
            ariaLabel="Theme"
            items={themes.map((t) => ({
              ...t,
              itemType: "checkbox",
              checked: t.id === (preferences?.theme ?? "system"),
            }))}
            onItemClick={({ detail }) => change({ theme: detail.id as Theme })}
          />
          <Button
            variant="icon"
            iconName="settings"
            ariaLabel="Settings"
            href={hash(routes.settings)}
          />
        </div>
      </div>
    </TopNavigation>
  );
}

/** The sandbox must never be taken for AWS: its marker has words, not only a colour. */
function SandboxMark({ connect }: { connect: () => void }) {
  return (
    <>
      <ButtonDropdown
        ariaLabel="Sandbox: nothing here is real AWS"
        items={[
          {
            text: "Sandbox: nothing here is real AWS",
            items: [
              { id: "settings", text: "Sandbox settings", href: hash(routes.settings) },
              { id: "connect", text: "Connect real AWS", href: hash(routes.connect) },
            ],
          },
        ]}
      >
        Sandbox
      </ButtonDropdown>
      <Button variant="primary" onClick={connect}>
        Connect real AWS
      </Button>
    </>
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
