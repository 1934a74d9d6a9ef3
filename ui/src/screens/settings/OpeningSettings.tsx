import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import { FailureAlert } from "@/components";
import { useRead } from "@/data";
import { OpeningForm } from "./OpeningForm";

/** How roles are opened unless an entry says otherwise. */
export function OpeningSettings() {
  const preferences = useRead("get_preferences", null);
  const choices = useRead("list_launch_choices", null);
  const colours = useRead("list_colours", null);
  const failure = preferences.error ?? choices.error ?? colours.error;
  return (
    <Container
      header={
        <Header variant="h2" description="For all switch entries that don't say otherwise.">
          Opening roles
        </Header>
      }
    >
      {failure && <FailureAlert failure={failure} />}
      {preferences.data && choices.data && colours.data ? (
        <OpeningForm saved={preferences.data} choices={choices.data} colours={colours.data} />
      ) : (
        !failure && <Spinner />
      )}
    </Container>
  );
}
