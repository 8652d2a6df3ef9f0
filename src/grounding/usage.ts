/** How a word is used here against what it means in general, and the vectors that take both into account. */
import { forAmountOfText, type ByAmountOfText } from "../embeddings/amountOfText.ts";
import type { MultiplyRows } from "../kernels/matrixProducts.ts";
import { predictLeftOut } from "./leftOutRegression.ts";
import { reducePrior } from "./priorSpace.ts";
import { centerRows, isZero, normalizeRows, rowProduct } from "./rows.ts";

/** A vocabulary with its trained vectors and what an encoder gives its words. */
export interface GroundingTask {
  readonly n: number;
  readonly dimension: number;
  /** Shape [n, dimension]. */
  readonly trained: Float32Array;
  /** Shape [n]. */
  readonly counts: Uint32Array;
  readonly priorDimension: number;
  /** Shape [n, priorDimension]; zero for words that the encoder does not know. */
  readonly prior: Float32Array;
}

/** What grounding adds to a model. */
export interface Grounding {
  /** Of the general and of the grounded vectors. */
  readonly dimension: number;
  /** The words' general meaning, shape [n, dimension], of unit length; zero where there is none. */
  readonly general: Float32Array;
  /**
   * The same, moved to where the word's uses here put it, as far as they disagree; where there is no general meaning, what
   * the uses alone say. Shape [n, dimension], of unit length.
   */
  readonly grounded: Float32Array<ArrayBuffer>;
  /** How differently a word is used here, in standard deviations from words of its frequency; 0 where it is not known. Shape [n]. */
  readonly departure: Float32Array<ArrayBuffer>;
}

/** Words count in the regressions by the root of their uses, up to this many. */
const MOST_USES = 2_000;
/** Penalties of the two regressions, in units of a row's weight. */
const PENALTY = { general: 10, here: 30 } as const;
/** The uses of a word count from the first number on, and from the second on in full. */
const TRUSTED_USES = [20, 70] as const;
/**
 * Agreement (cosine) at which the general meaning gives way altogether, and from which on it stands as it is: vectors of little
 * text agree less with it, whatever the words mean there.
 */
const AGREEMENT: Readonly<Record<"none" | "enough", ByAmountOfText>> = {
  none: { little: -0.05, much: 0.05 },
  enough: { little: 0.2, much: 0.3 },
};
/** Words with fewer uses are not judged: their trained vectors are noise. */
export const LEAST_USES = 50;

/**
 * Joins trained vectors with an encoder's.
 *
 * What the uses of a word here say of its general meaning is predicted from its trained vector, by a regression over all
 * other words; where that disagrees with its own general vector, and it has uses enough, the prediction takes its place.
 * The other way round it tells what a word of this meaning would be like here; both together say how unusual its use is.
 */
export function groundVectors(task: GroundingTask, multiply: MultiplyRows): Grounding {
  const { n, counts } = task;
  const here = centerRows(task.trained, n, task.dimension);
  const prior = reducePrior({ rows: task.prior, dimension: task.priorDimension }, n, multiply);
  const { rows: general, dimension } = prior;
  const trained = { rows: here, dimension: task.dimension };
  const weights = new Float64Array(n);
  for (let row = 0; row < n; row++)
    weights[row] = isZero(general, row, dimension)
      ? 0
      : Math.sqrt(Math.min(counts[row]!, MOST_USES) / LEAST_USES);
  const predictedGeneral = predictLeftOut(trained, prior, weights, PENALTY.general, multiply);
  normalizeRows(predictedGeneral, n, dimension);
  const predictedHere = predictLeftOut(prior, trained, weights, PENALTY.here, multiply);
  normalizeRows(predictedHere, n, task.dimension);

  const agreement = new Float64Array(n);
  const agreementHere = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    if (weights[row] === 0) continue;
    agreement[row] = rowProduct(predictedGeneral, general, row, dimension);
    agreementHere[row] = rowProduct(predictedHere, here, row, task.dimension);
  }
  const tokens = counts.reduce((sum, count) => sum + count, 0);
  const none = forAmountOfText(tokens, AGREEMENT.none);
  const enough = forAmountOfText(tokens, AGREEMENT.enough);
  const grounded = centerRows(predictedGeneral, n, dimension);
  for (let row = 0; row < n; row++) {
    // A word that the encoder does not know has what its uses say of it, and nothing else.
    const disagreement = 1 - clampShare((agreement[row]! - none) / (enough - none));
    const away = weights[row] === 0 ? 1 : trustInUses(counts[row]!) * disagreement;
    for (let i = row * dimension; i < (row + 1) * dimension; i++)
      grounded[i] = away * grounded[i]! + (1 - away) * general[i]!;
  }
  normalizeRows(grounded, n, dimension);
  const judged = Array.from(weights.keys()).filter(
    (row) => weights[row]! > 0 && counts[row]! >= LEAST_USES,
  );
  const departure = measureDeparture(judged, counts, [agreement, agreementHere], n);
  return { dimension, general, grounded, departure };
}

/** How far so many uses say what a word means, 0 to 1. */
function trustInUses(uses: number): number {
  const [first, full] = TRUSTED_USES;
  return clampShare(Math.log(uses / first) / Math.log(full / first));
}

function clampShare(value: number): number {
  return Math.max(0, Math.min(1, value));
}

/** Rare words agree less, whatever they mean: departure is counted from what words of like frequency show. */
function measureDeparture(
  judged: readonly number[],
  counts: Uint32Array,
  agreements: readonly Float64Array[],
  n: number,
): Float32Array<ArrayBuffer> {
  const departure = new Float32Array(n);
  if (judged.length < LEAST_JUDGED) return departure;
  const sums = new Float64Array(judged.length);
  for (const agreement of agreements) {
    const values = standardize(judged.map((row) => agreement[row]!));
    for (const [place, value] of values.entries()) sums[place]! += value;
  }
  const logarithms = standardize(judged.map((row) => Math.log(counts[row]!)));
  const trend = fitParabola(logarithms, sums);
  const rest = standardize(
    Array.from(sums, (sum, place) => {
      const at = logarithms[place]!;
      return sum - (trend[0] + trend[1] * at + trend[2] * at * at);
    }),
  );
  for (const [place, row] of judged.entries()) departure[row] = -rest[place]!;
  return departure;
}

/** Fewer words have no frequency to compare with. */
const LEAST_JUDGED = 20;

function standardize(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / values.length) || 1;
  return values.map((value) => (value - mean) / deviation);
}

/** Least squares of y on 1, x, x², for x of mean 0 and deviation 1. */
function fitParabola(x: readonly number[], y: Float64Array): readonly [number, number, number] {
  let cubes = 0;
  let fourths = 0;
  let sum = 0;
  let first = 0;
  let second = 0;
  for (const [place, at] of x.entries()) {
    cubes += at ** 3 / x.length;
    fourths += at ** 4 / x.length;
    sum += y[place]! / x.length;
    first += (at * y[place]!) / x.length;
    second += (at * at * y[place]!) / x.length;
  }
  // The moments of order 0 to 2 are 1, 0 and 1 (or 0 where all x are the same): curvature first, then slope, then height.
  const spread = fourths - cubes ** 2 - 1;
  const curvature = spread > 1e-9 ? (second - sum - cubes * first) / spread : 0;
  const slope = first - cubes * curvature;
  return [sum - curvature, slope, curvature];
}
