import { useFlash } from "@/app";
import { failureFlash } from "@/components";
import { useAct, useConnect } from "@/data";
import type { Failure } from "@/ipc/Failure";
import type { IdentityRef } from "@/ipc/IdentityRef";
import type { IdentityRow } from "@/ipc/IdentityRow";

const FLASH = "identities";

/** What one does with identities; what fails is said above the screen. */
export function useIdentityActions() {
  const flash = useFlash();
  const checking = useAct("check_identities");
  const signing = useAct("sign_in");
  const connect = useConnect();
  const onError = (failure: Failure) => flash.show(failureFlash(FLASH, failure));
  const begin = () => flash.drop(FLASH);
  return {
    checkAll: () => {
      begin();
      checking.mutate({ kind: "all" }, { onError });
    },
    check: (identities: IdentityRef[]) => {
      begin();
      checking.mutate({ kind: "these", identities }, { onError });
    },
    signIn: (identity: IdentityRef, withCode: boolean) => {
      begin();
      signing.mutate({ identity, with_code: withCode }, { onError });
    },
    use: (row: IdentityRow) => {
      begin();
      connect.mutate(
        { identity: row.identity.reference, region: null },
        {
          onError,
          onSuccess: () =>
            flash.show({
              id: FLASH,
              type: "success",
              header: `Connected with ${row.identity.label}`,
            }),
        },
      );
    },
    connecting: connect.isPending,
  };
}
