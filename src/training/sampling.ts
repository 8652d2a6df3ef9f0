// The chances that training draws with, as tables of 32-bit thresholds that the kernels read.

const MAXIMUM_UINT32 = 0xffffffff;

/**
 * Writes for each word the chance that it stays in its sentence.
 *
 * Shapes: `counts`, `thresholds` are [n]; a word stays if 32 random bits are not above its threshold.
 * Source: word2vec.c, sqrt(t / f) + t / f for a relative frequency f and the sample t; a sample of 0 keeps every word.
 */
export function fillKeepThresholds(
  counts: Uint32Array,
  sample: number,
  thresholds: Uint32Array,
): void {
  const total = counts.reduce((sum, count) => sum + count, 0);
  for (let wordId = 0; wordId < counts.length; wordId++) {
    const ratio = (sample * total) / counts[wordId]!;
    const chance = sample === 0 ? 1 : Math.min(1, Math.sqrt(ratio) + ratio);
    thresholds[wordId] = Math.floor(chance * MAXIMUM_UINT32);
  }
}

/**
 * Writes the noise distribution, counts to the power of `exponent`, as an alias table.
 *
 * To draw: pick an entry evenly; it stands for itself if 32 random bits are below its threshold, else for its alias.
 * Shapes: `counts` is [n], `table` [n, 2]: threshold, alias.
 * Source: Walker 1977, built in O(n) as in Vose 1991.
 */
export function fillAliasTable(counts: Uint32Array, exponent: number, table: Uint32Array): void {
  const n = counts.length;
  const share = new Float64Array(n);
  let sum = 0;
  for (let wordId = 0; wordId < n; wordId++) {
    share[wordId] = Math.pow(counts[wordId]!, exponent);
    sum += share[wordId]!;
  }
  // Words with less than an even share wait at the front, the others at the back.
  const waiting = new Uint32Array(n);
  let poor = 0;
  let rich = n;
  for (let wordId = 0; wordId < n; wordId++) {
    share[wordId]! *= n / sum;
    if (share[wordId]! < 1) waiting[poor++] = wordId;
    else waiting[--rich] = wordId;
  }
  while (poor > 0 && rich < n) {
    const receiver = waiting[--poor]!;
    const giver = waiting[rich]!;
    table[2 * receiver] = Math.floor(share[receiver]! * MAXIMUM_UINT32);
    table[2 * receiver + 1] = giver;
    share[giver]! -= 1 - share[receiver]!;
    if (share[giver]! < 1) {
      rich++;
      waiting[poor++] = giver;
    }
  }
  // What is left has an even share, up to rounding.
  for (const wordId of [...waiting.subarray(0, poor), ...waiting.subarray(rich)]) {
    table[2 * wordId] = MAXIMUM_UINT32;
    table[2 * wordId + 1] = wordId;
  }
}

/** Draws a word id from an alias table with numbers from `random`, each in [0, 1). */
export function drawFromAliasTable(table: Uint32Array, random: () => number): number {
  const entry = Math.floor(random() * (table.length / 2));
  return random() * MAXIMUM_UINT32 < table[2 * entry]! ? entry : table[2 * entry + 1]!;
}

/**
 * Creates a sequence of numbers in [0, 1) that a seed decides.
 *
 * Source: mulberry32 by Tommy Ettinger (public domain).
 */
export function createRandom(seed: number): () => number {
  let state = (seed ^ Math.floor(seed / 2 ** 32)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
