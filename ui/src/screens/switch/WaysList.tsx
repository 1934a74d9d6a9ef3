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

interface Props {
  name: string;
  ways: Ways;
  /** Whether it is something one switches to; what one signs in to is not. */
  switched: boolean;
}

/** The ways to it, each with why it is so. */
export function WaysList({ name, ways, switched }: Props) {
  const shownTitles = titles.filter(([key]) => switched || key !== "console");
  return (
    <ul className="rb-ways" aria-label={`Ways to ${name}`}>
      {shownTitles.map(([key, title]) => {
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
