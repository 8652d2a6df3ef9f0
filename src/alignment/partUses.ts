/**
 * Which words a part of a text uses differently from the rest: what stands around a word there and elsewhere, as means of
 * vectors that are known already, so that few uses are enough.
 */

/** A text as rows of known vectors. */
export interface PartTask {
  readonly n: number;
  readonly dimension: number;
  /** Of the words, each of unit length or zero. Shape [n, dimension]. */
  readonly vectors: Float32Array;
  /** The text: rows of the vectors, `NO_ROW` for other words, `SENTENCE_END` between sentences. */
  readonly rows: Int32Array;
  /** Where the documents lie in the text. Shapes: [documents]. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** 1 for those that are the part. Shape [documents]. */
  readonly isPart: Uint8Array;
  /** Words that stand less often in the part, or in the rest, are not judged. */
  readonly minimumUses: number;
}

/** Stands between two sentences; as `SENTENCE_END` of the corpus. */
const SENTENCE_END = -1;
/** A word that has no vector. */
export const NO_ROW = -2;

/** Words on each side that are context. */
const WINDOW = 5;
/**
 * The share of the text at which a word counts half as context: function words stand everywhere.
 *
 * Source: Arora, Liang and Ma 2017, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings".
 */
const HALF_SHARE = 1e-3;
/** Words before and behind a word, by uses, that say what chance does. */
const REACH = 100;
/** From the median deviation to the standard deviation of what is normally distributed. */
const TO_DEVIATION = 1.4826;

/** What came of the comparison; all arrays have one entry a judged word. */
export interface PartUses {
  /** Rows of the words, by falling number of the uses that there are on both sides. */
  readonly judged: Int32Array;
  readonly usesInPart: Uint32Array;
  readonly usesElsewhere: Uint32Array;
  /** Standard deviations from what words of as many uses show; greater is more different. */
  readonly departure: Float64Array;
  readonly dimension: number;
  /** What stands around the words, centered, of unit length. Shape [judged, dimension]. */
  readonly inPart: Float32Array;
  readonly elsewhere: Float32Array;
}

/**
 * Compares what stands around each word in a part of a text with what stands around it elsewhere.
 *
 * The context of a use is the sum of the vectors of the words near it, rare ones in full and frequent ones in part. Each
 * side is centered over all words, so that what the part is about as a whole moves no word; the cosine of both means is
 * then compared with that of words of as many uses.
 */
export function compareUses(task: PartTask): PartUses {
  const { n, dimension: d, minimumUses } = task;
  const part = { sums: new Float32Array(n * d), uses: new Uint32Array(n) };
  const rest = { sums: new Float32Array(n * d), uses: new Uint32Array(n) };
  const weights = contextWeights(task);
  for (const [document, start] of task.starts.entries())
    addContexts(task, weights, start, task.ends[document]!, task.isPart[document] ? part : rest);

  const shared = (row: number) => Math.min(part.uses[row]!, rest.uses[row]!);
  const judged = Int32Array.from(
    Array.from({ length: n }, (_, row) => row)
      .filter((row) => shared(row) >= minimumUses)
      .sort((a, b) => shared(b) - shared(a) || a - b),
  );
  const inPart = centeredRows(part.sums, judged, d);
  const elsewhere = centeredRows(rest.sums, judged, d);
  const distances = Float64Array.from(judged, (_, place) => {
    let product = 0;
    for (let i = place * d; i < (place + 1) * d; i++) product += inPart[i]! * elsewhere[i]!;
    return 1 - product;
  });
  return {
    judged,
    usesInPart: Uint32Array.from(judged, (row) => part.uses[row]!),
    usesElsewhere: Uint32Array.from(judged, (row) => rest.uses[row]!),
    departure: inDeviations(distances),
    dimension: d,
    inPart,
    elsewhere,
  };
}

/** How much each word counts as context. Shape [n]. */
function contextWeights({ n, rows }: PartTask): Float64Array {
  const counts = new Float64Array(n);
  let total = 0;
  for (const row of rows) {
    if (row === SENTENCE_END) continue;
    total++;
    if (row >= 0) counts[row]!++;
  }
  return counts.map((count) => HALF_SHARE / (HALF_SHARE + count / total));
}

/** Adds what stands around the words of one document; the window slides, so that its width costs nothing. */
function addContexts(
  { dimension: d, vectors, rows }: PartTask,
  weights: Float64Array,
  start: number,
  end: number,
  { sums, uses }: { readonly sums: Float32Array; readonly uses: Uint32Array },
): void {
  const near = new Float64Array(d);
  const add = (row: number, sign: number) => {
    if (row < 0) return;
    const weight = sign * weights[row]!;
    for (let i = 0; i < d; i++) near[i]! += weight * vectors[row * d + i]!;
  };
  for (let first = start; first < end;) {
    let last = first;
    while (last < end && rows[last] !== SENTENCE_END) last++;
    near.fill(0);
    for (let at = first; at < Math.min(last, first + WINDOW); at++) add(rows[at]!, 1);
    for (let at = first; at < last; at++) {
      if (at + WINDOW < last) add(rows[at + WINDOW]!, 1);
      if (at - WINDOW - 1 >= first) add(rows[at - WINDOW - 1]!, -1);
      const row = rows[at]!;
      if (row < 0) continue;
      uses[row]!++;
      const own = weights[row]!; // a word is no context of itself
      for (let i = 0; i < d; i++) sums[row * d + i]! += near[i]! - own * vectors[row * d + i]!;
    }
    first = last + 1;
  }
}

/** Brings the chosen rows to unit length, subtracts their mean, and does it again; zero stays zero. */
function centeredRows(sums: Float32Array, chosen: Int32Array, d: number): Float32Array {
  const rows = new Float32Array(chosen.length * d);
  for (const [place, row] of chosen.entries())
    rows.set(sums.subarray(row * d, (row + 1) * d), place * d);
  toUnitRows(rows, d);
  const mean = new Float64Array(d);
  for (let at = 0; at < rows.length; at++) mean[at % d]! += rows[at]! / chosen.length;
  for (let at = 0; at < rows.length; at++) rows[at]! -= mean[at % d]!;
  toUnitRows(rows, d);
  return rows;
}

function toUnitRows(rows: Float32Array, d: number): void {
  for (let start = 0; start < rows.length; start += d) {
    let squares = 0;
    for (let at = start; at < start + d; at++) squares += rows[at]! ** 2;
    if (squares === 0) continue;
    const factor = 1 / Math.sqrt(squares);
    for (let at = start; at < start + d; at++) rows[at]! *= factor;
  }
}

/** Each distance in deviations from the median of those of the words next in uses. Shapes: [n], by falling uses. */
function inDeviations(distances: Float64Array): Float64Array {
  const n = distances.length;
  return distances.map((distance, place) => {
    const first = Math.max(0, Math.min(place - REACH, n - 2 * REACH - 1));
    const nearby = distances.slice(first, first + 2 * REACH + 1);
    const median = medianOf(nearby);
    const deviation = TO_DEVIATION * medianOf(nearby.map((other) => Math.abs(other - median)));
    return deviation > 0 ? (distance - median) / deviation : 0;
  });
}

function medianOf(values: Float64Array): number {
  return values.slice().sort()[Math.floor(values.length / 2)] ?? 0;
}

/** The judged words that stand elsewhere among what is nearest to a context; the nearest first, without the word itself. */
export function nearestContexts(
  { judged, elsewhere, dimension: d }: PartUses,
  query: Float32Array,
  own: number,
  count: number,
): { readonly row: number; readonly cosine: number }[] {
  const found = Array.from(judged, (row, place) => {
    let cosine = 0;
    for (let i = 0; i < d; i++) cosine += query[i]! * elsewhere[place * d + i]!;
    return { row, cosine };
  });
  return found
    .filter(({ row }) => row !== own)
    .sort((a, b) => b.cosine - a.cosine || a.row - b.row)
    .slice(0, count);
}
