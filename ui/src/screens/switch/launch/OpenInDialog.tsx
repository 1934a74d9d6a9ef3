import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { useRead } from "@/data";
import { RegionField } from "@/forms";
import type { LaunchMenu } from "@/ipc/LaunchMenu";
import type { LaunchWay } from "@/ipc/LaunchWay";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { obstacle } from "./LaunchActions";
import { useLaunch } from "./useLaunch";
import { words } from "./words";

const HOME = "home";

interface Props {
  row: SwitchRow;
  menu: LaunchMenu;
  onClose: () => void;
}

/** Asks for a page of the console and a Region, and opens the entry there. */
export default function OpenInDialog({ row, menu, onClose }: Props) {
  const { name } = row.entry;
  const choices = useRead("list_launch_choices", null);
  const [way, setWay] = useState<LaunchWay>(menu.main);
  const [service, setService] = useState(menu.service ?? HOME);
  const [region, setRegion] = useState(menu.region ?? "");
  const { launch, act } = useLaunch();
  const failure = act.error;
  const at = (field: string) =>
    failure?.code === "invalidInput"
      ? failure.fields.find((f) => f.field === field)?.message
      : undefined;
  const ways = menu.options.map((o) => ({
    value: o.way,
    label: words[o.way].action,
    ...obstacle(o),
  }));
  const services = (choices.data?.services ?? []).map((s) => ({
    value: s.id,
    label: s.title,
    ...(s.global ? { description: "The same in all Regions" } : {}),
  }));
  const chosen = ways.find((w) => w.value === way);
  const inConsole = way === "console" || way === "switchRole";
  const submit = () =>
    launch(
      row,
      { way, target: { service: service === HOME ? null : service, region: region.trim() } },
      onClose,
    );
  return (
    <ActionDialog
      title={`Open ${name} in…`}
      action="Open"
      onAction={submit}
      onClose={onClose}
      busy={act.isPending}
      obstacle={chosen?.disabledReason ?? null}
    >
      <SpaceBetween size="l">
        {choices.error && <FailureAlert failure={choices.error} />}
        {failure?.code === "invalidInput" && !at("region") && !at("service") && (
          <FailureAlert failure={failure} />
        )}
        <FormField label="Way to open">
          <Select
            selectedOption={chosen ?? null}
            options={ways}
            onChange={({ detail }) => setWay(detail.selectedOption.value as LaunchWay)}
            expandToViewport
          />
        </FormField>
        {inConsole && (
          <FormField
            label="Console page"
            description="Remembered for this entry."
            errorText={at("service")}
          >
            <Select
              selectedOption={services.find((s) => s.value === service) ?? null}
              options={services}
              onChange={({ detail }) => setService(detail.selectedOption.value ?? HOME)}
              filteringType="auto"
              filteringAriaLabel="Find a page"
              filteringPlaceholder="Find a page"
              statusType={choices.isPending ? "loading" : "finished"}
              loadingText="Loading pages"
              expandToViewport
            />
          </FormField>
        )}
        <RegionField
          all
          optional
          value={region}
          description="Remembered for this entry. Empty: the entry's own, or the console's choice."
          onChange={(value) => {
            setRegion(value);
            act.reset();
          }}
          error={at("region")}
        />
      </SpaceBetween>
    </ActionDialog>
  );
}
