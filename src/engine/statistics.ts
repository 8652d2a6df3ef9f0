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
  const tell = ({ filesRead, files, bytesRead, bytes }: ReadingProgress) => {
    const read = files === 0 ? 1 : Math.max(filesRead / files, bytes === 0 ? 0 : bytesRead / bytes);
    emit("countingChanged", {
      runId: params.runId,
      step: filesRead === files ? "counting" : "reading",
      fraction: READING_SHARE * read,
      filesRead,
      files,
      bytesRead,
    });
  };
  return jobs.run(name, params, tell, signal);
}
