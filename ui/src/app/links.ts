import type { DraftId } from "@/ipc/DraftId";
import type { PlanId } from "@/ipc/PlanId";
import type { SpaceRef } from "@/ipc/SpaceRef";

const part = encodeURIComponent;

/** The parts of import and export. */
export type TransferTab = "import" | "export" | "publish" | "team";

/** Routes, for `useNavigate` and, with `hash`, for links. */
export const routes = {
  spaces: "/spaces",
  createSpace: "/spaces/create",
  space: (ref: SpaceRef) => `/spaces/${part(ref.account)}/${part(ref.region)}/${part(ref.id)}`,
  addSource: (ref: SpaceRef, draft?: DraftId) =>
    `${routes.space(ref)}/add${draft ? `/${part(draft)}` : ""}`,
  plan: (id: PlanId) => `/plans/${part(id)}`,
  switchRoles: "/switch",
  identities: "/identities",
  transfer: "/transfer",
  /** Import and export, at one of its tabs. */
  transferTab: (tab: TransferTab) => `/transfer/${tab}`,
  /** The import of a file. */
  importFile: (path: string) => `/transfer/import?file=${part(path)}`,
  workbench: "/workbench",
  activity: "/activity",
  settings: "/settings",
  connect: "/connect",
};

/** A route as the `href` of a link. */
export function hash(route: string): string {
  return `#${route}`;
}
