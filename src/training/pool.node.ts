// Starts training threads, hears from them and ends them.
import { Worker } from "node:worker_threads";
import { type ErrorCode, WordfieldError } from "../errors.ts";
import type { TrainingMemory } from "../kernels/memory.ts";
import { giveOrder } from "./control.ts";
import type { TrainerTask } from "./trainer.ts";

/** What a training thread says. */
export type TrainerMessage =
  | { readonly kind: "ready" | "done" }
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string };

/** Training threads at work on one memory. */
export interface TrainerPool {
  /** Settles when all threads are prepared. Errors: whatever a thread failed with. */
  readonly ready: Promise<void>;
  /** Settles when all threads have trained their share. Errors: as for `ready`. */
  readonly done: Promise<void>;
  /** Tells the threads to stop and waits until they are gone. */
  end(): Promise<void>;
}

/** Starts one thread for each task; they prepare at once and train when they are ordered to. */
export function startTrainers(
  workerPath: string,
  tasks: readonly TrainerTask[],
  training: TrainingMemory,
): TrainerPool {
  const workers = tasks.map((task) => new Worker(workerPath, { workerData: task, execArgv: [] }));
  const listeners = workers.map(listen);
  return {
    ready: all(listeners.map(({ ready }) => ready)),
    done: all(listeners.map(({ done }) => done)),
    end: async () => {
      giveOrder(training.control, "end");
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function listen(worker: Worker): { ready: Promise<void>; done: Promise<void> } {
  const arrival = (kind: TrainerMessage["kind"]): Promise<void> =>
    new Promise((resolve, reject) => {
      worker.on("message", (message: TrainerMessage) => {
        if (message.kind === "failed") reject(new WordfieldError(message.code, message.message));
        else if (message.kind === kind) resolve();
      });
      worker.on("error", reject);
      // Where the message came first, this changes nothing.
      worker.on("exit", (code) => reject(endedEarly(code)));
    });
  return { ready: arrival("ready"), done: arrival("done") };
}

function endedEarly(code: number): WordfieldError {
  return new WordfieldError(
    "internal",
    `A training thread ended early (exit code ${code}). Train again; if it happens again, use fewer threads.`,
  );
}

/** One promise for all; a rejection that nobody waits for yet is no crash. */
function all(promises: readonly Promise<void>[]): Promise<void> {
  const joined = Promise.all(promises).then(() => undefined);
  joined.catch(() => undefined);
  return joined;
}
