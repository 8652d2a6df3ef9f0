// What the benchmarks beside other trainers work with.

/** Where things are. */
export interface Bench {
  /** A Python of its own, with gensim, fastText, NumPy and SciPy. */
  readonly python: string;
  /** This folder. */
  readonly sources: string;
  /** Kept between runs. */
  readonly cache: string;
  /** Files of one run; empty at the start. */
  readonly scratch: string;
  /** Builds of fastText's C++ sources for this machine, by the flags; empty where there is no compiler. */
  readonly nativeFastText: ReadonlyMap<string, string>;
  /** word2vec.c, compiled for this machine; null where there is no compiler. */
  readonly nativeWord2vec: string | null;
}
