import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";

/** Shown while the code of a screen loads. */
export function Waiting() {
  return (
    <Box textAlign="center" padding="xxl">
      <Spinner size="large" />
      <Box variant="p" color="text-body-secondary">
        Loading
      </Box>
    </Box>
  );
}
