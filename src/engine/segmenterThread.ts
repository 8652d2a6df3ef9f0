/** Chinese of questions: cut by the segmenter of a model in a thread that keeps its dictionary. */
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { ICU_SEGMENTER, type Segmenter } from "../corpus/segmenter.ts";
import { findChinese } from "../corpus/tokenize.ts";
import type { TokenizerOptions } from "../corpus/tokenizerOptions.ts";

/** Which segmenter the thread keeps. */
export interface SegmenterThreadData {
  readonly tokenizer: TokenizerOptions;
}

/** Stretches of Chinese to be cut. */
export interface SegmenterQuestion {
  readonly id: number;
  readonly texts: readonly string[];
}

interface SegmenterAnswer {
  readonly id: number;
  readonly ends: readonly (readonly number[])[];
  readonly note: string | undefined;
}

/** Gives, for the Chinese in a text, what cuts it as the corpus of a model was cut. */
export type SegmenterFor = (text: string) => Promise<Segmenter>;

/** Segments for the models of an engine, with one thread for each kind of tokenizer that asks for jieba. */
export interface SegmenterThreads {
  forTokenizer(tokenizer: TokenizerOptions): SegmenterFor;
  close(): void;
}

/** Creates the threads when they are first needed; `folder` holds segmenter.worker.js. */
export function createSegmenterThreads(
  folder: string,
  log: (line: string) => void,
): SegmenterThreads {
  const threads = new Map<string, SegmenterThread>();
  return {
    forTokenizer: (tokenizer) => async (text) => {
      if (tokenizer.name !== "words" || tokenizer.chinese === "icu") return ICU_SEGMENTER;
      const stretches = findChinese(text, tokenizer);
      if (stretches.length === 0) return ICU_SEGMENTER;
      const key = tokenizer.chineseDictionary ?? "";
      const thread = threads.get(key) ?? new SegmenterThread(folder, tokenizer, log);
      threads.set(key, thread);
      const ends = await thread.cut(stretches);
      return { segment: (stretch) => ends.get(stretch) ?? ICU_SEGMENTER.segment(stretch) };
    },
    close: () => {
      for (const thread of threads.values()) thread.close();
      threads.clear();
    },
  };
}

class SegmenterThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (answer: SegmenterAnswer | undefined) => void>();
  #questions = 0;
  #isDead = false;
  #isNoted = false;

  constructor(folder: string, tokenizer: TokenizerOptions, log: (line: string) => void) {
    const workerData: SegmenterThreadData = { tokenizer };
    this.#worker = new Worker(join(folder, "segmenter.worker.js"), { workerData });
    this.#worker.unref(); // an engine that has nothing else to do may end
    this.#worker.on("message", (answer: SegmenterAnswer) => {
      if (answer.note !== undefined && !this.#isNoted) log(answer.note);
      this.#isNoted ||= answer.note !== undefined;
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
    this.#worker.on("error", (error) => log(`Segmenting Chinese: ${error.message}`));
    this.#worker.on("exit", () => {
      this.#isDead = true;
      for (const settle of this.#waiting.values()) settle(undefined);
      this.#waiting.clear();
    });
  }

  /** Where the words of each text end; without those that could not be cut. */
  async cut(texts: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
    if (this.#isDead) return new Map();
    const question: SegmenterQuestion = { id: this.#questions++, texts };
    const answer = await new Promise<SegmenterAnswer | undefined>((resolve) => {
      this.#waiting.set(question.id, resolve);
      this.#worker.ref(); // somebody waits
      this.#worker.postMessage(question);
    });
    if (this.#waiting.size === 0 && !this.#isDead) this.#worker.unref();
    return new Map(answer?.ends.map((ends, index) => [texts[index]!, ends] as const));
  }

  close(): void {
    void this.#worker.terminate();
  }
}
