// Stretches of Chinese that are cut many at a time, before they are asked for: a call of jieba's for each takes as long as
// the cutting itself.

/** Cuts a text into words and tells where they end. Units: UTF-16 units. */
export type Cut = (text: string) => Uint32Array;

const COMMON_CHINESE = /[\u4e00-\u9fff]+/g;
/** Longer ones are asked for in pieces. Units: UTF-16 units. */
const LONGEST = 500;
/** How many of the next stretches an asked one may be: some are not asked for, such as those within Japanese. */
const LOOK_AHEAD = 8;

/** Remembers where the words of expected stretches end. */
export class ExpectedStretches {
  readonly #cut: Cut;
  #stretches: string[] = [];
  /** Where the ends of each one's words begin among all. */
  #firsts: number[] = [];
  #ends: Uint32Array = new Uint32Array();
  #next = 0;

  /** What `cut` makes of a stretch must not depend on others, of which line feeds part it. */
  constructor(cut: Cut) {
    this.#cut = cut;
  }

  /** Cuts the stretches of a text. */
  expect(text: string): void {
    this.#next = 0;
    this.#stretches = (text.match(COMMON_CHINESE) ?? []).filter(({ length }) => length <= LONGEST);
    if (this.#stretches.length === 0) return;
    const ends = this.#cut(this.#stretches.join("\n"));
    this.#firsts = [];
    let line = 0;
    let index = 0;
    for (const { length } of this.#stretches) {
      while (ends[index]! <= line) index++;
      this.#firsts.push(index);
      for (; ends[index]! <= line + length; index++) ends[index]! -= line;
      line += length + 1;
    }
    this.#firsts.push(ends.length + 1);
    this.#ends = ends;
  }

  /** Where the words of a stretch end; undefined where it was not expected here, or a word went over its end. */
  take(stretch: string): Uint32Array | undefined {
    const limit = Math.min(this.#next + LOOK_AHEAD, this.#stretches.length);
    for (let place = this.#next; place < limit; place++) {
      if (this.#stretches[place] !== stretch) continue;
      this.#next = place + 1;
      // The line feed behind it is left out.
      const ends = this.#ends.subarray(this.#firsts[place], this.#firsts[place + 1]! - 1);
      return ends.at(-1) === stretch.length ? ends : undefined;
    }
    return undefined;
  }
}
