export { useAppState, useConnect, takeAppState } from "./connection";
export { type CopyState, putCopied, useCopied } from "./copied";
export { EventBridge } from "./EventBridge";
export { dropJob, putJob, useJob, useJobs } from "./jobs";
export { usePreferences } from "./preferences";
export { queryClient, readAgain, readKey, type ReadOptions, useAct, useRead } from "./query";
export { useScreenReady } from "./ready";
export { type SelfSaving, useSelfSaving } from "./selfSaving";
