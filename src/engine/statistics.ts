/** Counting in text: keywords, phrases, contexts; nothing is trained. */
import type { ReadingProgress } from "../corpus/readCorpus.node.ts";
import type { Emit } from "../protocol/channel.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { StatisticsRequests } from "../protocol/statisticsMessages.ts";
import type { Jobs } from "./jobs.ts";

/** What counting needs from the engine. */
interface StatisticsContext {
  readonly emit: Emit<EngineEvents>;
  readonly jobs: Jobs;
}

/** Of a count with its reading: what is read in a second is counted in less. */
const READING_SHARE = 0.7;

/** Counts in a thread of its own, and tells how far it is. Errors: those of reading text; `canceled`. */
export function count<M extends keyof StatisticsRequests>(
  { emit, jobs }: StatisticsContext,
  name: M,
  params: StatisticsRequests[M]["params"],
  signal?: AbortSignal,
): Promise<StatisticsRequests[M]["result"]> {
  return jobs.run(name, params, countingTeller(emit, params.runId, READING_SHARE), signal);
}

/** Tells how far reading is, which takes such a share of the whole. */
export function countingTeller(
  emit: Emit<EngineEvents>,
  runId: string,
  readingShare: number,
): (progress: ReadingProgress) => void {
  return ({ filesRead, files, bytesRead, bytes }) => {
    const read = files === 0 ? 1 : Math.max(filesRead / files, bytes === 0 ? 0 : bytesRead / bytes);
    emit("countingChanged", {
      runId,
      step: filesRead === files ? "counting" : "reading",
      fraction: readingShare * read,
      filesRead,
      files,
      bytesRead,
    });
  };
}
