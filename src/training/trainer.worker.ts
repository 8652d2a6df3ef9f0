// A training thread: prepares, says so, waits for the start, trains, says so.
import { parentPort, workerData } from "node:worker_threads";
import { toWordfieldError } from "../errors.ts";
import { openIdsFile } from "./idsFile.node.ts";
import type { TrainerMessage } from "./pool.node.ts";
import { createTrainer, type TrainerTask } from "./trainer.ts";

const tell = (message: TrainerMessage): void => parentPort?.postMessage(message);
const task = workerData as TrainerTask;

try {
  const file = task.idsFile && openIdsFile(task.idsFile, task.layout.shape.wordCount);
  const trainer = createTrainer(task, file?.read);
  trainer.prepare();
  tell({ kind: "ready" });
  trainer.waitForStart();
  trainer.train();
  file?.close();
  tell({ kind: "done" });
} catch (thrown) {
  const { code, message } = toWordfieldError(thrown);
  tell({ kind: "failed", code, message });
}
