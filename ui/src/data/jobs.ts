import { useSyncExternalStore } from "react";
import type { JobId } from "@/ipc/JobId";
import type { JobProgress } from "@/ipc/JobProgress";

let jobs: readonly JobProgress[] = [];
const listeners = new Set<() => void>();

/** A job over thousands tells more than can be drawn; React gives up on fifty updates in a row. */
const GATHER_MS = 50;
let timer: ReturnType<typeof setTimeout> | undefined;

function set(next: readonly JobProgress[]) {
  jobs = next;
  timer ??= setTimeout(tell, GATHER_MS);
}

function tell() {
  timer = undefined;
  for (const listener of listeners) listener();
}

/** Remembers how far a job is. */
export function putJob(job: JobProgress) {
  const known = jobs.some((j) => j.id === job.id);
  set(known ? jobs.map((j) => (j.id === job.id ? job : j)) : [...jobs, job]);
}

/** Forgets a job. */
export function dropJob(id: JobId) {
  set(jobs.filter((j) => j.id !== id));
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** All jobs heard of since the start, oldest first. */
export function useJobs(): readonly JobProgress[] {
  return useSyncExternalStore(subscribe, () => jobs);
}

/** One job, once it was heard of. */
export function useJob(id: JobId | null): JobProgress | undefined {
  return useJobs().find((j) => j.id === id);
}
