import { parentPort, workerData } from "node:worker_threads";
import { openSegmenter } from "../corpus/chineseSegmenter.node.ts";
import type { SegmenterQuestion, SegmenterThreadData } from "./segmenterThread.ts";

const { tokenizer } = workerData as SegmenterThreadData;
const opening = openSegmenter(tokenizer, __dirname);
parentPort!.on("message", ({ id, texts }: SegmenterQuestion) => {
  // A segmenter that cannot be opened leaves the question to ICU.
  opening.then(
    (segmenter) => {
      const ends = texts.map((text) => Array.from(segmenter.segment(text)));
      parentPort!.postMessage({ id, ends, note: segmenter.note() });
    },
    (error: unknown) => parentPort!.postMessage({ id, ends: [], note: String(error) }),
  );
});
