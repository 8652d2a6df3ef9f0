// Sources on their way into a corpus, several at a time: here, or in threads where there is much to read.

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { WordfieldError, type ErrorCode } from "../errors.ts";
import { kindOfName } from "./kinds/kindOf.ts";
import { languageOf } from "./languages.ts";
import { readSource, type Source, type SourceContent } from "./readSource.node.ts";
import type { TokenizerOptions } from "./tokenizerOptions.ts";

/** A source as it was read; `language` as `languageOf` tells it, where that was asked for. */
export interface ReadSource {
  readonly content: SourceContent;
  readonly language?: string;
}

/** How sources are read. Units: bytes; larger files are left out. */
export interface ReadingOrder {
  readonly maximumBytes: number;
  readonly tokenizer: TokenizerOptions;
}

/** Reads sources, in whatever order it comes to them. */
export interface SourceReader {
  /** So many may be asked for before the first is needed, while they have no more than `MOST_BYTES_AHEAD`. */
  readonly ahead: number;
  /** Errors: those of reading; plain `Error` where a thread dies, `out-of-memory` where it had no room. */
  read(source: Source, tellsLanguage: boolean): Promise<ReadSource>;
  close(): void;
}

/** What a thread is asked. */
export interface SourceQuestion {
  readonly id: number;
  readonly source: Source;
  readonly tellsLanguage: boolean;
}

/** What it answers. */
export type SourceAnswer = { readonly id: number } & (
  { readonly read: ReadSource } | { readonly code: ErrorCode; readonly message: string }
);

/** Below, threads take longer to start than they save; plain text does not count, as its kind takes no reading. Units: bytes. */
const LEAST_FOR_THREADS = 2 ** 22;
/** More would wait for the one thread that takes what they read. */
const MOST_THREADS = 8;
const AHEAD = 4;
/** A thread goes on with many short files while another reads a long one. */
const AHEAD_PER_THREAD = 64;
/** What is read ahead is in memory. Units: bytes. */
export const MOST_BYTES_AHEAD = 2 ** 25;
/** So much of a file in UTF-8 is looked at for its language. Units: bytes. */
const LONGEST_SAMPLE = 2 ** 16;

/** Makes a reader for some sources; `script` is source.worker.js, without which all are read here. */
export function createSourceReader(
  sources: readonly Source[],
  order: ReadingOrder,
  script: string | undefined,
): SourceReader {
  const isParsed = ({ path }: Source) =>
    order.tokenizer.markup === "drop" && kindOfName(path) !== "plain";
  const bytes = sources.reduce((sum, source) => sum + (isParsed(source) ? source.bytes : 0), 0);
  const threads = Math.min(availableParallelism(), MOST_THREADS, sources.length);
  if (script !== undefined && threads > 1 && bytes >= LEAST_FOR_THREADS)
    return new ReaderThreads(script, threads, order);
  return {
    ahead: AHEAD,
    read: (source, tellsLanguage) => readWithLanguage(source, order, tellsLanguage),
    close: () => undefined,
  };
}

/** Reads a source, and tells its language where that is wanted. */
export async function readWithLanguage(
  source: Source,
  { maximumBytes, tokenizer }: ReadingOrder,
  tellsLanguage: boolean,
): Promise<ReadSource> {
  const content = await readSource(source, maximumBytes, tokenizer);
  if (!tellsLanguage || !("text" in content || "utf8" in content)) return { content };
  return {
    content,
    language: languageOf("text" in content ? content.text : sampleOf(content.utf8)),
  };
}

/** The beginning of a text in UTF-8, as far as its language is told by it. */
export function sampleOf(utf8: Uint8Array): string {
  return new TextDecoder().decode(utf8.subarray(0, LONGEST_SAMPLE));
}

class ReaderThreads implements SourceReader {
  readonly ahead: number;
  readonly #threads: readonly ReaderThread[];

  constructor(script: string, threads: number, order: ReadingOrder) {
    this.ahead = AHEAD_PER_THREAD * threads;
    this.#threads = Array.from({ length: threads }, () => new ReaderThread(script, order));
  }

  read(source: Source, tellsLanguage: boolean): Promise<ReadSource> {
    const freest = this.#threads.reduce((a, b) => (b.waiting < a.waiting ? b : a));
    return freest.read(source, tellsLanguage);
  }

  close(): void {
    for (const thread of this.#threads) thread.close();
  }
}

class ReaderThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<
    number,
    { readonly resolve: (read: ReadSource) => void; readonly reject: (error: Error) => void }
  >();
  #questions = 0;
  #death: Error | undefined;

  constructor(script: string, order: ReadingOrder) {
    this.#worker = new Worker(script, { workerData: order });
    this.#worker.on("message", (answer: SourceAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ("read" in answer) waiting?.resolve(answer.read);
      else waiting?.reject(new WordfieldError(answer.code, answer.message));
    });
    this.#worker.on("error", (error: NodeJS.ErrnoException) =>
      this.#die(
        error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? new WordfieldError(
              "out-of-memory",
              "Memory ran out while files were read. Choose fewer or smaller files.",
              { cause: error },
            )
          : error,
      ),
    );
    this.#worker.on("exit", (code) =>
      this.#die(new Error(`A thread that reads files ended early with code ${code}.`)),
    );
  }

  /** How many questions it has not answered. */
  get waiting(): number {
    return this.#waiting.size;
  }

  read(source: Source, tellsLanguage: boolean): Promise<ReadSource> {
    const id = this.#questions++;
    const answer = new Promise<ReadSource>((resolve, reject) => {
      if (this.#death) {
        reject(this.#death);
        return;
      }
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, source, tellsLanguage } satisfies SourceQuestion);
    });
    answer.catch(() => undefined); // told to whoever waits for this source, once it is its turn
    return answer;
  }

  close(): void {
    void this.#worker.terminate();
  }

  #die(error: Error): void {
    this.#death ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#death);
    this.#waiting.clear();
  }
}
