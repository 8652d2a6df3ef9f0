// A training thread: prepares, says so, waits for the gate, trains, says so.
import { parentPort, workerData } from "node:worker_threads";
import { toWordfieldError } from "../errors.ts";
import { createTrainer, type TrainerTask } from "./trainer.ts";
import type { TrainerMessage } from "./pool.node.ts";

const tell = (message: TrainerMessage): void => parentPort?.postMessage(message);

try {
  const trainer = createTrainer(workerData as TrainerTask);
  trainer.prepare();
  tell({ kind: "ready" });
  trainer.waitForStart();
  trainer.train();
  tell({ kind: "done" });
} catch (thrown) {
  const { code, message } = toWordfieldError(thrown);
  tell({ kind: "failed", code, message });
}
