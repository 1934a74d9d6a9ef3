import Button from "@cloudscape-design/components/button";
import { failureFlash } from "./FailureAlert";
import { useFlash } from "@/app/flash";
import { useAct } from "@/data";
import type { IdentityRef } from "@/ipc/IdentityRef";

/** Signs in to an identity; how it goes is said above the screen. */
export function SignInButton({ identity }: { identity: IdentityRef }) {
  const flash = useFlash();
  const signIn = useAct("sign_in");
  return (
    <Button
      loading={signIn.isPending}
      loadingText="Signing in"
      onClick={() =>
        signIn.mutate(
          { identity, with_code: false },
          { onError: (failure) => flash.show(failureFlash("sign-in", failure)) },
        )
      }
    >
      Sign in
    </Button>
  );
}
