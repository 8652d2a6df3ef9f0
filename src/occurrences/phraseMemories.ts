/** The memories in which phrases are found. */
import { PhraseMemory } from "../kernels/phraseMemory.ts";

/** A larger one is not kept. */
const MOST_KEPT_BYTES = 2 ** 26;

/** Lends memories: one is kept, and more are made while several questions are asked at the same time. */
export class PhraseMemories {
  readonly #loadKernels: () => Promise<WebAssembly.Module>;
  #kernels: Promise<WebAssembly.Module> | undefined;
  #idle: PhraseMemory | undefined;

  /** `loadKernels` is called once, for the first phrase. */
  constructor(loadKernels: () => Promise<WebAssembly.Module>) {
    this.#loadKernels = loadKernels;
  }

  /** Errors: what `loadKernels` and `work` throw. */
  async use(work: (memory: PhraseMemory) => Promise<void>): Promise<void> {
    const memory = this.#idle ?? new PhraseMemory(await (this.#kernels ??= this.#loadKernels()));
    this.#idle = undefined;
    try {
      await work(memory);
    } finally {
      if (memory.bytes <= MOST_KEPT_BYTES) this.#idle = memory;
    }
  }
}
