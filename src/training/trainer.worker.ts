// A training thread: prepares, says so, waits for the start, trains, says so.
import { closeSync, openSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { toWordfieldError } from "../errors.ts";
import { readIdsFrom } from "./idsFile.node.ts";
import type { TrainerMessage } from "./pool.node.ts";
import { createTrainer, type TrainerTask } from "./trainer.ts";

const tell = (message: TrainerMessage): void => parentPort?.postMessage(message);
const task = workerData as TrainerTask;

try {
  const file = task.idsFile ? openSync(task.idsFile.path, "r") : undefined;
  const trainer = createTrainer(task, (first, length) => readIdsFrom(file, first, length));
  trainer.prepare();
  tell({ kind: "ready" });
  trainer.waitForStart();
  trainer.train();
  if (file !== undefined) closeSync(file);
  tell({ kind: "done" });
} catch (thrown) {
  const { code, message } = toWordfieldError(thrown);
  tell({ kind: "failed", code, message });
}
