import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { throwIfCanceled, WordfieldError, type ErrorCode } from "../errors.ts";
import { JOB_ENTRIES, type JobTable } from "./jobTable.ts";

/** Messages of a job's thread; each job sends any number of progress messages and then one of the others. */
export type JobMessage<J extends keyof JobTable> =
  | { readonly kind: "progress"; readonly progress: JobTable[J]["progress"] }
  | { readonly kind: "done"; readonly result: JobTable[J]["result"] }
  | {
      readonly kind: "failed";
      readonly code: ErrorCode;
      readonly message: string;
      readonly stack: string;
    };

/** Runs long work in threads, one thread a job, so that the engine keeps answering. */
export interface Jobs {
  /**
   * Runs one job to its end; canceling ends its thread at once.
   *
   * Errors: what the job throws; `canceled`; `internal` if the thread dies.
   */
  run<J extends keyof JobTable>(
    name: J,
    params: JobTable[J]["params"],
    onProgress: (progress: JobTable[J]["progress"]) => void,
    signal?: AbortSignal,
  ): Promise<JobTable[J]["result"]>;
  close(): Promise<void>;
}

/** Creates the runner of jobs; `folder` holds the entries of the threads. */
export function createJobs(folder: string): Jobs {
  const threads = new Set<Worker>();
  return {
    run: async (name, params, onProgress, signal) => {
      throwIfCanceled(signal);
      const entries: Partial<Record<keyof JobTable, string>> = JOB_ENTRIES;
      const entry = join(folder, entries[name] ?? "job.worker.js");
      const thread = new Worker(entry, { workerData: { name, params } });
      threads.add(thread);
      let cancel: () => void = () => undefined;
      try {
        return await new Promise((resolve, reject) => {
          cancel = () => reject(new WordfieldError("canceled", "Canceled."));
          signal?.addEventListener("abort", cancel, { once: true });
          thread.on("message", (message: JobMessage<typeof name>) => {
            switch (message.kind) {
              case "progress":
                onProgress(message.progress);
                break;
              case "done":
                resolve(message.result);
                break;
              case "failed": {
                const error = new WordfieldError(message.code, message.message);
                error.stack = message.stack;
                reject(error);
                break;
              }
            }
          });
          thread.on("messageerror", reject);
          thread.on("error", (error) =>
            reject(
              (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY"
                ? new WordfieldError(
                    "out-of-memory",
                    `Memory ran out during ${name}. Choose fewer or smaller files.`,
                    { cause: error },
                  )
                : error,
            ),
          );
          thread.on("exit", (code) =>
            reject(new Error(`The thread of ${name} ended early with code ${code}.`)),
          );
        });
      } finally {
        signal?.removeEventListener("abort", cancel);
        threads.delete(thread);
        await thread.terminate();
      }
    },
    close: async () => {
      await Promise.all([...threads].map((thread) => thread.terminate()));
    },
  };
}
