import ButtonDropdown, {
  type ButtonDropdownProps,
} from "@cloudscape-design/components/button-dropdown";
import { lazy, Suspense, useState } from "react";
import { FailureAlert } from "@/components";
import { useRead } from "@/data";
import type { LaunchMenu } from "@/ipc/LaunchMenu";
import type { LaunchOption } from "@/ipc/LaunchOption";
import type { LaunchWay } from "@/ipc/LaunchWay";
import type { SwitchRow } from "@/ipc/SwitchRow";
import { useLaunch } from "./useLaunch";
import { words } from "./words";

const OpenInDialog = lazy(() => import("./OpenInDialog"));
const ChooseDialog = lazy(() => import("./ChooseDialog"));
const AccountColourDialog = lazy(() => import("./AccountColourDialog"));

type Dialog = "openIn" | "choose" | "colour";
const dialogs: readonly string[] = ["openIn", "choose", "colour"] satisfies Dialog[];

/** What opens an entry: the way a click takes, and the others in a menu. */
export function LaunchActions({ entry: row }: { entry: SwitchRow }) {
  const menu = useRead("get_launch_menu", row.entry.id);
  if (menu.isError) return <FailureAlert failure={menu.error} />;
  if (menu.data) return <Actions row={row} menu={menu.data} />;
  // As high as what comes, so that nothing jumps.
  return (
    <ButtonDropdown
      ariaLabel={`Ways to use ${row.entry.name}`}
      items={[]}
      loading
      loadingText="Loading the ways to open it"
    />
  );
}

function Actions({ row, menu }: { row: SwitchRow; menu: LaunchMenu }) {
  const { name } = row.entry;
  const { launch, act } = useLaunch();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const main = menu.options.find((o) => o.way === menu.main);
  const close = () => setDialog(null);
  // A menu begins at its first item, and that should be one that can be chosen.
  const open = menu.options.filter((o) => o.verdict.kind !== "closed");
  const closed = menu.options.filter((o) => o.verdict.kind === "closed");
  return (
    <>
      <ButtonDropdown
        ariaLabel={`More ways to use ${name}`}
        expandToViewport
        items={[
          { text: "Open", items: [...open, ...closed].map(item) },
          {
            text: "Choose",
            items: [
              {
                id: "openIn",
                text: "Open in…",
                secondaryText: "Choose a console page and a Region",
              },
              {
                id: "choose",
                text: "How it opens…",
                secondaryText: "Choose what a click does, and the browser",
              },
            ],
          },
          {
            text: "Account",
            items: [
              {
                id: "colour",
                text: "Colour in the AWS console…",
                secondaryText: "For everybody in the account, once you confirm",
              },
            ],
          },
        ]}
        onItemClick={({ detail }) => {
          if (dialogs.includes(detail.id)) setDialog(detail.id as Dialog);
          else launch(row, { way: detail.id as LaunchWay });
        }}
        mainAction={{
          text: words[menu.main].action,
          ariaLabel: words[menu.main].named(name),
          iconName: menu.main === "copy" ? "copy" : "external",
          loading: act.isPending,
          loadingText: words[act.variables?.way ?? menu.main].busy,
          onClick: () => launch(row, {}),
          ...obstacle(main),
        }}
      />
      <Suspense>
        {dialog === "openIn" && <OpenInDialog row={row} menu={menu} onClose={close} />}
        {dialog === "colour" && <AccountColourDialog row={row} onClose={close} />}
        {dialog === "choose" && <ChooseDialog row={row} menu={menu} onClose={close} />}
      </Suspense>
    </>
  );
}

function item(option: LaunchOption): ButtonDropdownProps.Item {
  const { action, about } = words[option.way];
  const { verdict } = option;
  const note = verdict.kind === "open" ? verdict.note : verdict.reason;
  return {
    id: option.way,
    text: action,
    secondaryText: verdict.kind !== "closed" && note !== null ? `${about}. ${note}` : about,
    ...obstacle(option),
  };
}

/** Why a way can't work, and what does. */
export function obstacle(option: LaunchOption | undefined) {
  if (option?.verdict.kind !== "closed") return {};
  const { reason } = option.verdict;
  return {
    disabled: true,
    disabledReason: option.instead === null ? reason : `${reason} ${option.instead}`,
  };
}
