// A thread that trains a classifier: trains its share, says so.
import { parentPort, workerData } from "node:worker_threads";
import { toWordfieldError } from "../errors.ts";
import type { ClassifierTrainerMessage } from "./train.node.ts";
import { trainShare, type ClassifierTask } from "./trainer.ts";

const tell = (message: ClassifierTrainerMessage): void => parentPort?.postMessage(message);

try {
  trainShare(workerData as ClassifierTask);
  tell({ kind: "done" });
} catch (thrown) {
  const { code, message } = toWordfieldError(thrown);
  tell({ kind: "failed", code, message });
}
