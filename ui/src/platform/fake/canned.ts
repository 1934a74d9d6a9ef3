import type { Handlers } from "./control";
import { activity } from "./activity";
import { app } from "./app";
import { identityRows } from "./identities";
import { exchange } from "./exchange";
import { launching } from "./launching";
import { plans } from "./plans";
import { quickAccess } from "./quickAccess";
import { sources } from "./sources";
import { spaces } from "./spaces";
import { switching } from "./switching";
import { wizard } from "./wizard";
import { workbench } from "./workbench";

/** What the fake answers unless a test says otherwise. */
export const canned: Handlers = {
  ...app,
  ...spaces,
  ...sources,
  ...plans,
  ...wizard,
  ...switching,
  ...activity,
  ...identityRows,
  ...exchange,
  ...launching,
  ...quickAccess,
  ...workbench,
};
