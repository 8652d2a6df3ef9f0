/** A job's side of its thread: it runs what it was started for and tells the engine. */
import { parentPort, workerData } from "node:worker_threads";
import { toWordfieldError } from "../errors.ts";
import type { JobMessage } from "./jobs.ts";
import type { JobRunners, JobTable } from "./jobTable.ts";

/** Runs the job that this thread was started for, one of those of its entry. */
export function serveJob<J extends keyof JobTable>(runners: JobRunners<J>): void {
  const { name, params } = workerData as { name: J; params: never };
  const send = (message: JobMessage<keyof JobTable>) => parentPort!.postMessage(message);
  runners[name](params, (progress) => send({ kind: "progress", progress })).then(
    (result) => send({ kind: "done", result }),
    (thrown: unknown) => {
      const error = toWordfieldError(thrown);
      const cause = error.cause instanceof Error ? error.cause : error;
      send({ kind: "failed", code: error.code, message: error.message, stack: cause.stack ?? "" });
    },
  );
}
