// Stands in until `make types` writes this type into src/ipc. Delete it then.
import type { ExternalIdUse } from "./ExternalIdUse";
import type { Generation } from "../ipc/Generation";
import type { TemplateId } from "../ipc/TemplateId";
export type TemplateSummary = {
  id: TemplateId;
  title: string;
  description: string;
  version: number;
  generation: Generation | null;
  recommended: boolean;
  for_spaces: boolean;
  managed: Array<string>;
  external_id: ExternalIdUse;
  role_name: string;
  documentation: string;
};
