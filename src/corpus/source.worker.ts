// A thread that reads sources: from bytes on disk to what is to be counted of them.

import { parentPort, workerData } from "node:worker_threads";
import { toWordfieldError } from "../errors.ts";
import {
  readWithLanguage,
  type ReadingOrder,
  type SourceAnswer,
  type SourceQuestion,
} from "./sourceReader.node.ts";

const order = workerData as ReadingOrder;
const answer = (message: SourceAnswer) => parentPort!.postMessage(message);

parentPort!.on("message", ({ id, source, tellsLanguage }: SourceQuestion) => {
  readWithLanguage(source, order, tellsLanguage).then(
    (read) => answer({ id, read }),
    (error: unknown) => {
      const { code, message } = toWordfieldError(error);
      answer({ id, code, message });
    },
  );
});
