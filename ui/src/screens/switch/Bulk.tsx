import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { countOf } from "./words";

interface Props {
  count: number;
  /** How many fit what is looked for; taken as a whole if `all`. */
  total: number;
  all: boolean;
  onAll: () => void;
  onGroup: () => void;
  onFavourite: (on: boolean) => void;
  onRemove: () => void;
  onClear: () => void;
}

/** What can be done with the entries chosen. */
export function Bulk(props: Props) {
  const { count, total, all } = props;
  return (
    <div className="rb-switch-bulk" role="region" aria-label="Selected entries">
      <strong>{`${countOf(count)} selected`}</strong>
      <SpaceBetween direction="horizontal" size="xs">
        {!all && total > count && (
          <Button variant="inline-link" onClick={props.onAll}>
            {`Select all ${total.toLocaleString("en")} found`}
          </Button>
        )}
        <Button iconName="folder" onClick={props.onGroup}>
          Set group
        </Button>
        <Button iconName="star-filled" onClick={() => props.onFavourite(true)}>
          Add to favourites
        </Button>
        <Button iconName="star" onClick={() => props.onFavourite(false)}>
          Take out of favourites
        </Button>
        <Button iconName="remove" onClick={props.onRemove}>
          Remove
        </Button>
        <Button variant="link" onClick={props.onClear}>
          Select none
        </Button>
      </SpaceBetween>
    </div>
  );
}
