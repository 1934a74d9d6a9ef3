import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useMemo, useState } from "react";
import { flushSync } from "react-dom";
import { FailureAlert } from "@/components";
import { ActionDialog } from "@/components/ActionDialog";
import { readAgain, useAct } from "@/data";
import { useFields } from "@/forms";
import type { Failure } from "@/ipc/Failure";
import type { NamedColour } from "@/ipc/NamedColour";
import type { SwitchEntryId } from "@/ipc/SwitchEntryId";
import type { SwitchGroup } from "@/ipc/SwitchGroup";
import { type SectionName, fieldsOf } from "./fields";
import { LookSection } from "./LookSection";
import { type FullForm, sent } from "./parts";
import { RoleSection } from "./RoleSection";
import { SessionSection } from "./SessionSection";
import { WaySection } from "./WaySection";
import { summaries } from "./summaries";

interface Props {
  start: FullForm;
  colours: readonly NamedColour[];
  groups: readonly SwitchGroup[];
  onClose: () => void;
  onSaved: (name: string, id: SwitchEntryId) => void;
}

/** Adds an entry or changes one. What is not needed for most stands folded, with what it says. */
export default function EntryDialog({ start, colours, groups, onClose, onSaved }: Props) {
  const [form, setForm] = useState(start);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [checking, setChecking] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<SectionName>>(
    new Set<SectionName>(start.id === null ? ["role", "look"] : ["role"]),
  );
  const save = useAct("save_switch_entry");
  const sending = useMemo(() => sent(form), [form]);
  const { answer, ...fields } = useFields<"check_switch_form", string>(
    "check_switch_form",
    sending,
  );
  const set = (part: Partial<FullForm>) => setForm((now) => ({ ...now, ...part }));
  const setSession = (part: Partial<FullForm["session"]>) =>
    setForm((now) => ({ ...now, session: { ...now.session, ...part } }));

  const unfold = (names: readonly string[]) => {
    const wanted = fieldsOf(form).filter(([, all]) => all.some((n) => names.includes(n)));
    // Before the field with the first error gets the keyboard, it has to be in sight.
    flushSync(() => setOpen((now) => new Set([...now, ...wanted.map(([section]) => section)])));
  };

  const submit = async () => {
    setFailure(null);
    setChecking(true);
    const order = fieldsOf(form).flatMap(([, names]) => names);
    try {
      const { ok, wrong } = await fields.check(order);
      if (!ok) {
        unfold(wrong.map((e) => e.field));
        return;
      }
      const id = await save.mutateAsync(sending);
      // What is done next with the entry is done with what was saved.
      await readAgain("list_switch_entries");
      onSaved(form.name, id);
    } catch (reason) {
      const refused = reason as Failure;
      const elsewhere = fields.reject(refused);
      unfold((refused.code === "invalidInput" ? refused.fields : []).map((f) => f.field));
      if (refused.code !== "invalidInput" || elsewhere.length > 0) setFailure(refused);
    } finally {
      setChecking(false);
    }
  };

  const close = () => {
    if (leaving || JSON.stringify(form) === JSON.stringify(start)) onClose();
    else setLeaving(true);
  };
  const said = summaries(form, colours);
  const section = (name: SectionName, title: string, children: ReactNode) => (
    <ExpandableSection
      headerText={title}
      headerDescription={open.has(name) ? undefined : said[name]}
      expanded={open.has(name)}
      onChange={({ detail }) =>
        setOpen((now) => {
          const next = new Set(now);
          if (detail.expanded) next.add(name);
          else next.delete(name);
          return next;
        })
      }
    >
      {children}
    </ExpandableSection>
  );
  const props = { form, fields, answer, set, setSession };

  return (
    <ActionDialog
      title={start.id === null ? "Add switch entry" : `Edit ${start.name}`}
      action={start.id === null ? "Add" : "Save changes"}
      onAction={() => void submit()}
      onClose={close}
      busy={checking}
      size="large"
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SpaceBetween size="l">
          {leaving && (
            <Alert
              type="warning"
              header="Leave without saving?"
              action={
                <SpaceBetween direction="horizontal" size="xs">
                  <Button formAction="none" onClick={() => setLeaving(false)}>
                    Keep editing
                  </Button>
                  <Button formAction="none" onClick={onClose}>
                    Discard
                  </Button>
                </SpaceBetween>
              }
            >
              What you typed would be lost.
            </Alert>
          )}
          {failure && <FailureAlert failure={failure} />}
          {section(
            "role",
            form.kind === "permissionSet" ? "Permission set" : "Role",
            <RoleSection {...props} />,
          )}
          {section(
            "look",
            "Appearance and notes",
            <LookSection {...props} colours={colours} groups={groups} />,
          )}
          {form.kind === "role" && section("way", "How to get there", <WaySection {...props} />)}
          {form.kind === "role" && section("session", "Session", <SessionSection {...props} />)}
        </SpaceBetween>
        {/* Enter in a field saves; the visible button stands outside the form. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </ActionDialog>
  );
}
