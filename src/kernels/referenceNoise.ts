// The plain twin of assembly/noise.ts: negatives drawn afresh, or picked from a pool.
import type { ReferenceRandom } from "./referenceRandom.ts";

const UPCOMING_SIZE = 256;
const PICKS_PER_DRAW = 7;
const MAXIMUM_REDRAWS = 16;

/** The noise distribution, and one lane's pool of words drawn from it. */
export class ReferenceNoise {
  readonly #aliasTable: Uint32Array;
  /** A pool has two to the power of so many words. */
  readonly #poolBits: number;
  readonly #pool: number[] = [];
  #upcoming: number[] = [];
  #oldest = 0;
  #picks = 0n;
  #picksLeft = 0;

  /** `aliasTable` is [words, 2]: threshold, alias. Rows of over 104 numbers have smaller pools. */
  constructor(aliasTable: Uint32Array, dimension: number) {
    this.#aliasTable = aliasTable;
    const rowNumbers = Math.ceil(dimension / 8) * 8;
    this.#poolBits = 9 - Math.min(3, Math.max(0, Math.ceil(Math.log2(rowNumbers / 104))));
  }

  /** Draws from the noise distribution: one draw of 64 bits for entry and threshold. */
  drawAny(random: ReferenceRandom): number {
    const bits = random.next();
    const entry = Number(((bits >> 32n) * BigInt(this.#words)) >> 32n);
    const own = Number(bits & 0xffffffffn) < this.#aliasTable[2 * entry]!;
    return own ? entry : this.#aliasTable[2 * entry + 1]!;
  }

  /** Draws a word other than the true one. */
  draw(random: ReferenceRandom, trueId: number): number {
    for (let attempt = 0; attempt <= MAXIMUM_REDRAWS; attempt++) {
      const wordId = this.drawAny(random);
      if (wordId !== trueId) return wordId;
    }
    return this.#anyOther(random, trueId);
  }

  /** Makes the pool ready for the next window. */
  refresh(random: ReferenceRandom): void {
    if (this.#pool.length === 0) {
      while (this.#pool.length < this.#poolSize) this.#pool.push(this.drawAny(random));
      this.#drawUpcoming(random);
    }
    this.#pool[this.#oldest] = this.#upcoming.shift()!;
    this.#oldest = (this.#oldest + 1) % this.#poolSize;
    if (this.#upcoming.length === 0) this.#drawUpcoming(random);
    this.#picksLeft = 0;
  }

  /** Picks a word other than the true ones from the pool. */
  pick(random: ReferenceRandom, trueId: number, secondTrueId: number): number {
    if (this.#picksLeft === 0) {
      this.#picks = random.next();
      this.#picksLeft = PICKS_PER_DRAW;
    }
    this.#picksLeft--;
    const index = Number(this.#picks >> BigInt(64 - this.#poolBits));
    this.#picks = (this.#picks << BigInt(this.#poolBits)) & ((1n << 64n) - 1n);
    for (let step = 0; step <= MAXIMUM_REDRAWS; step++) {
      const wordId = this.#pool[(index + step) % this.#poolSize]!;
      const isLast = step === MAXIMUM_REDRAWS;
      if (wordId !== trueId && (wordId !== secondTrueId || isLast)) return wordId;
    }
    return this.#anyOther(random, trueId);
  }

  #drawUpcoming(random: ReferenceRandom): void {
    this.#upcoming = Array.from({ length: UPCOMING_SIZE }, () => this.drawAny(random));
  }

  #anyOther(random: ReferenceRandom, trueId: number): number {
    return (trueId + 1 + random.below(this.#words - 1)) % this.#words;
  }

  get #poolSize(): number {
    return 2 ** this.#poolBits;
  }

  get #words(): number {
    return this.#aliasTable.length / 2;
  }
}
