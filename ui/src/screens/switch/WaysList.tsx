import Popover from "@cloudscape-design/components/popover";
import StatusIndicator, {
  type StatusIndicatorProps,
} from "@cloudscape-design/components/status-indicator";
import type { Way } from "@/ipc/Way";
import type { Ways } from "@/ipc/Ways";

const titles: Array<[keyof Ways, string]> = [
  ["console", "Switch role"],
  ["cli", "CLI"],
  ["federation", "Console sign-in"],
];

const kinds: Record<Way["kind"], [StatusIndicatorProps.Type, string]> = {
  open: ["success", "possible"],
  closed: ["error", "not possible"],
  unknown: ["pending", "not known"],
};

/** The three ways to a role, each with why it is so. */
export function WaysList({ name, ways }: { name: string; ways: Ways }) {
  return (
    <ul className="rb-ways" aria-label={`Ways to ${name}`}>
      {titles.map(([key, title]) => {
        const way = ways[key];
        const [type, word] = kinds[way.kind];
        const why = way.kind === "open" ? way.note : way.reason;
        const said = `${title}: ${word}`;
        const shown = (
          <StatusIndicator type={type} iconAriaLabel={word}>
            {way.kind === "open" ? title : said}
          </StatusIndicator>
        );
        return (
          <li key={key}>
            {why === null ? (
              shown
            ) : (
              <Popover
                header={said}
                content={<span className="rb-entry-reason">{why}</span>}
                triggerAriaLabel={`${said}: why, for ${name}`}
                dismissAriaLabel="Close"
                wrapTriggerText={false}
                renderWithPortal
              >
                {shown}
              </Popover>
            )}
          </li>
        );
      })}
    </ul>
  );
}
