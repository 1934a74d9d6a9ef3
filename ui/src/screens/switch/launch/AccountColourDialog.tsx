import Alert from "@cloudscape-design/components/alert";
import FormField from "@cloudscape-design/components/form-field";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { useFlash } from "@/app";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useAct, useRead } from "@/data";
import type { AccountColour } from "@/ipc/AccountColour";
import type { AccountColourOffer } from "@/ipc/AccountColourOffer";
import type { SwitchRow } from "@/ipc/SwitchRow";

const names: Record<AccountColour, string> = {
  none: "No colour",
  pink: "Pink",
  purple: "Purple",
  darkBlue: "Dark blue",
  lightBlue: "Light blue",
  teal: "Teal",
  green: "Green",
  yellow: "Yellow",
  orange: "Orange",
  red: "Red",
};

interface Props {
  row: SwitchRow;
  onClose: () => void;
}

/** Reads the account's colour in the console, then asks which one everybody is to see. */
export default function AccountColourDialog({ row, onClose }: Props) {
  const { id, name } = row.entry;
  const flash = useFlash();
  const offer = useRead("get_account_colour", id, { fresh: true });
  const [chosen, setChosen] = useState<AccountColour | null>(null);
  const set = useAct("set_account_colour");
  const colour = chosen ?? offer.data?.nearest ?? "none";
  const submit = (now: AccountColourOffer) =>
    set.mutate(
      { id, before: now.now, colour },
      {
        onSuccess: () => {
          flash.show({
            id: "switch",
            type: "success",
            header: `Account ${now.account} is shown in the console with: ${names[colour]}`,
          });
          onClose();
        },
      },
    );
  return (
    <ActionDialog
      title={`Colour of ${name} in the AWS console`}
      action="Set for everybody"
      onAction={() => offer.data && submit(offer.data)}
      onClose={onClose}
      busy={set.isPending}
      obstacle={obstacle(offer.data, colour)}
    >
      <SpaceBetween size="l">
        {offer.isError && (
          <FailureAlert failure={offer.error} onRetry={() => void offer.refetch()} />
        )}
        {set.error && <FailureAlert failure={set.error} />}
        {!offer.data && !offer.isError && <Spinner />}
        {offer.data && (
          <>
            <Alert type="warning" header="Everybody in the account sees it">
              The colour is a setting of account {offer.data.account}, not of your browser: it
              changes for all who use the console there.
            </Alert>
            <KeyValuePairs
              columns={2}
              items={[
                { label: "Account", value: offer.data.account },
                { label: "Shown now", value: names[offer.data.now] },
              ]}
            />
            <FormField
              label="Colour"
              description="AWS has these. The nearest to the entry's own is chosen."
            >
              <Select
                selectedOption={{ value: colour, label: names[colour] }}
                options={offer.data.all.map((c) => ({ value: c, label: names[c] }))}
                onChange={({ detail }) => setChosen(detail.selectedOption.value as AccountColour)}
                expandToViewport
              />
            </FormField>
          </>
        )}
      </SpaceBetween>
    </ActionDialog>
  );
}

function obstacle(offer: AccountColourOffer | undefined, colour: AccountColour): string | null {
  if (!offer) return "The colour it has now is being read.";
  return offer.now === colour ? "It has this colour already." : null;
}
