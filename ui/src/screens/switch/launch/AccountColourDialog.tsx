import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { useFlash } from "@/app";
import { AccountCell, Disclosure, FailureAlert, KeyValues } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useAct, useRead } from "@/data";
import type { AccountColour } from "@/ipc/AccountColour";
import type { AccountColourOffer } from "@/ipc/AccountColourOffer";
import type { SwitchEntry } from "@/ipc/SwitchEntry";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { Swatch } from "../EntryLabel";
import { roleParts } from "../roleParts";

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
  const { entry } = row;
  const { account } = roleParts(entry.role);
  const flash = useFlash();
  const offer = useRead("get_account_colour", entry.id, { fresh: true });
  const [chosen, setChosen] = useState<AccountColour | null>(null);
  const set = useAct("set_account_colour");
  const shown = offer.data;
  const colour = chosen ?? shown?.nearest ?? shown?.now ?? "none";
  const submit = (before: AccountColour) =>
    set.mutate(
      { id: entry.id, before, colour },
      {
        onSuccess: () => {
          flash.show({
            id: "switch",
            type: "success",
            header: `The colour of account ${account} in the AWS console was changed`,
            content: `Everybody who uses its console sees: ${names[colour]}. Open pages show it once they are loaded again.`,
          });
          onClose();
        },
        // What is there may not be what is shown any more.
        onError: () => void offer.refetch(),
      },
    );
  return (
    <ActionDialog
      title={`Colour of account ${account} in the AWS console`}
      action={colour === "none" ? "Remove for everybody" : "Set for everybody"}
      onAction={() => shown && submit(shown.now)}
      onClose={onClose}
      busy={set.isPending}
      obstacle={obstacle(shown, colour)}
    >
      <SpaceBetween size="l">
        {set.error && <FailureAlert failure={set.error} />}
        {offer.isError && !set.error && (
          <FailureAlert failure={offer.error} onRetry={() => void offer.refetch()} />
        )}
        {offer.isLoading && (
          <Box>
            <Spinner /> Reading the present colour with credentials of {entry.name}
          </Box>
        )}
        {shown && (
          <Confirmation
            entry={entry}
            offer={shown}
            colour={colour}
            onChange={(wanted) => {
              setChosen(wanted);
              set.reset();
            }}
          />
        )}
      </SpaceBetween>
    </ActionDialog>
  );
}

interface ConfirmationProps {
  entry: SwitchEntry;
  offer: AccountColourOffer;
  colour: AccountColour;
  onChange: (colour: AccountColour) => void;
}

/** What is there, what will be, who sees it and what it takes. */
function Confirmation({ entry, offer, colour, onChange }: ConfirmationProps) {
  const { account, now, nearest, all, permissions } = offer;
  const { role } = roleParts(offer.role);
  return (
    <SpaceBetween size="l">
      <KeyValues
        columns={2}
        label="Colours"
        items={[
          ["Shown now", names[now]],
          ["Shown afterwards", names[colour]],
          ["Account", <AccountCell key="account" account={account} />],
          [
            "This entry",
            <span key="entry">
              <Swatch colour={entry.colour} /> {entry.name}
            </span>,
          ],
        ]}
      />
      <FormField
        label="New colour"
        description={
          nearest
            ? `AWS has nine. ${names[nearest]} comes nearest to the entry's own.`
            : "AWS has nine, and none of them is near the entry's own."
        }
      >
        <Select
          selectedOption={{ value: colour, label: names[colour] }}
          options={all.map((c) => ({ value: c, label: names[c] }))}
          onChange={({ detail }) => onChange(detail.selectedOption.value as AccountColour)}
          expandToViewport
        />
      </FormField>
      <Alert type="warning" header="Everybody who uses the console of this account sees it">
        It is a setting of the account, not of this entry or your browser. People whose permissions
        don't let them read the setting see no colour.
      </Alert>
      <Disclosure text="Permissions needed" label={`Permissions that ${role} needs`}>
        {role} needs these actions on all resources:
        <ul>
          {permissions.map((action) => (
            <li key={action}>{action}</li>
          ))}
        </ul>
      </Disclosure>
    </SpaceBetween>
  );
}

function obstacle(offer: AccountColourOffer | undefined, colour: AccountColour): string | null {
  if (!offer) return "The present colour is not known.";
  return offer.now === colour ? "The account is shown like this already." : null;
}
