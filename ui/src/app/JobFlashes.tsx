import Button from "@cloudscape-design/components/button";
import { lazy, Suspense, useEffect } from "react";
import { dropJob, useAct, useJobs } from "@/data";
import type { JobProgress } from "@/ipc/JobProgress";
import type { JobScreen } from "@/ipc/JobScreen";
import { hash, routes } from "./links";
import { type FlashItem, useFlash } from "./flash";

const screens: Record<JobScreen, string> = { switch: "Show switch roles" };

const ProgressBar = lazy(() => import("@cloudscape-design/components/progress-bar"));

/** Shows how far the jobs are, with a button to stop each. */
export function JobFlashes() {
  const jobs = useJobs();
  const flash = useFlash();
  const { mutate: cancel } = useAct("cancel_job");
  useEffect(() => {
    for (const job of jobs) {
      const running = job.state === "running";
      flash.show(running ? progress(job, () => cancel(job.id)) : result(job));
      if (!running) dropJob(job.id);
    }
  }, [jobs, flash, cancel]);
  return null;
}

function progress(job: JobProgress, onStop: () => void): FlashItem {
  return {
    id: `job-${job.id}`,
    type: "in-progress",
    loading: true,
    dismissible: false,
    header: job.title,
    content: (
      <Suspense fallback={job.now}>
        <ProgressBar
          variant="flash"
          value={job.total === 0 ? 0 : (100 * job.done) / job.total}
          description={job.now}
          additionalInfo={`${job.done} of ${job.total} done`}
          ariaLabel={job.title}
        />
      </Suspense>
    ),
    action: <Button onClick={onStop}>Stop</Button>,
  };
}

function result(job: JobProgress): FlashItem {
  if (job.state === "failed") {
    return { id: `job-${job.id}`, type: "error", header: `${job.title}: failed`, content: job.now };
  }
  const done = job.state === "finished" && job.attention === 0;
  const attention =
    job.attention === 0
      ? "Nothing needs attention."
      : job.attention === 1
        ? "1 needs attention."
        : `${job.attention} need attention.`;
  return {
    id: `job-${job.id}`,
    type: job.state === "cancelled" ? "info" : job.attention === 0 ? "success" : "warning",
    header: `${job.title}: ${job.state === "cancelled" ? "stopped" : "finished"}`,
    // A job that opens a screen ends with a sentence of its own.
    content: job.opens ? job.now : `${job.done} of ${job.total} done. ${attention}`,
    ...(job.opens && done
      ? { action: <Button href={hash(routes.switchRoles)}>{screens[job.opens]}</Button> }
      : {}),
  };
}
