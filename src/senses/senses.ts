/** Finds the senses of a word in vectors of its places: how many, which place has which, what tells them apart. */
import { meanSilhouette, silhouettes } from "../clusters/silhouettes.ts";
import { principalComponents, projectPca } from "../projection/pca.ts";
import {
  normalizeRows,
  product,
  sphericalKMeans,
  type Clustering,
  type Points,
} from "../clusters/sphericalKMeans.ts";

/** How well the places fall into a number of senses; 0 for one sense. */
interface SenseScore {
  readonly senses: number;
  readonly score: number;
}

/** Places grouped by sense, the sense with most places first. */
export interface GroupedPlaces {
  /** Shape [n]. */
  readonly labels: Uint16Array<ArrayBuffer>;
  /** Cosine of each place with the middle of its sense, shape [n]. */
  readonly closeness: Float32Array<ArrayBuffer>;
  readonly senses: number;
  readonly scores: readonly SenseScore[];
  /** How clearly each place belongs to its sense, -1 to 1, shape [n]. */
  readonly silhouettes: Float32Array<ArrayBuffer>;
  /** The mean of that for each number of senses that could be chosen. */
  readonly meanSilhouettes: readonly SenseScore[];
  /** Shape [n, 2]. */
  readonly xy: Float32Array<ArrayBuffer>;
  readonly explained: readonly [number, number];
}

/** What meaning differs in is in the first components; the others differ from sentence to sentence. */
const COMPONENTS = 20;
/** How many senses there are shows best in fewer: the bounds below are for so many. */
const COMPONENTS_FOR_NUMBER = 12;
const TRIES = 30;
/** Words have more, but not ones that a sample of places tells apart. */
const MOST_SENSES = 8;
const MOST_COMPARED = 6;
/** In a sense of fewer places nothing repeats. */
const LEAST_PLACES_PER_SENSE = 8;
const REFERENCES = 20;
/** Plain k-means++: the number of senses was found with it, and better starts find one sense more often. */
const DRAWS = 1;
const REFERENCE_TRIES = 5;
/** A gap below is met with words of one sense; each sense beyond the second has to add the second number. */
const LEAST_GAP = 0.0125;
const LEAST_GAP_PER_SENSE = 0.06;
/** What a greater number of senses has to be better by. */
const LEAST_GAIN = 0.005;
const LEAST_DEVIATIONS = 1;

/**
 * Groups the vectors of places by sense; `senses` null lets the vectors say how many there are, from 1 to 8.
 *
 * The criterion is a gap statistic (Tibshirani, Walther and Hastie 2001): the logarithm of the spread within the groups,
 * compared with that of points from one normal distribution of the same variances (as in SigClust, Liu et al. 2008). A word of
 * one sense has long directions too; only a spread that is smaller than theirs tells senses apart.
 *
 * Shapes: `vectors` is [n, d], all finite. Errors: plain `Error` where sizes do not agree.
 */
export function groupPlaces(
  vectors: Float32Array<ArrayBuffer>,
  n: number,
  d: number,
  senses: number | null,
  random: () => number,
): GroupedPlaces {
  const { xy, explained } = projectPca(vectors, n, d);
  const { scores: components, count } = principalComponents(vectors, n, d, COMPONENTS);
  if (count === 0)
    return {
      labels: new Uint16Array(n),
      closeness: new Float32Array(n).fill(1),
      senses: Math.min(1, n),
      scores: [],
      silhouettes: new Float32Array(n),
      meanSilhouettes: [],
      xy,
      explained,
    };
  const scores = senses === null ? scoreNumbers(components, n, count, random) : [];
  const number = senses ?? bestNumber(scores);
  const points: Points = { values: components, n, d: count };
  normalizeRows(components, count);
  const groups = sphericalKMeans(
    points,
    Math.min(number, n),
    { tries: TRIES, draws: DRAWS },
    random,
  );
  const grouped = inOrder(points, groups);
  const cosines = cosinesOf(points);
  return {
    ...grouped,
    scores,
    silhouettes: silhouettes(cosines, grouped.labels, grouped.senses),
    meanSilhouettes: compareNumbers(points, cosines, random),
    xy,
    explained,
  };
}

/** The mean silhouette of the places in 2 to 6 senses, for whoever chooses the number. */
function compareNumbers(
  points: Points,
  cosines: Float32Array,
  random: () => number,
): readonly SenseScore[] {
  const means: SenseScore[] = [];
  for (let senses = 2; senses <= Math.min(MOST_COMPARED, points.n - 1); senses++) {
    const { labels } = sphericalKMeans(
      points,
      senses,
      { tries: REFERENCE_TRIES, draws: DRAWS },
      random,
    );
    means.push({ senses, score: meanSilhouette(cosines, labels, senses) });
  }
  return means;
}

/** Shape: [n, n]; a sample has hundreds of places. */
function cosinesOf({ values, n, d }: Points): Float32Array {
  const cosines = new Float32Array(n * n);
  for (let row = 0; row < n; row++)
    for (let other = 0; other < n; other++)
      cosines[row * n + other] = product(values, row, values, other, d);
  return cosines;
}

/** Scores 1 to 8 senses. Shapes: `components` is [n, count]. */
function scoreNumbers(
  components: Float64Array,
  n: number,
  count: number,
  random: () => number,
): readonly SenseScore[] {
  const d = Math.min(count, COMPONENTS_FOR_NUMBER);
  const values = new Float64Array(n * d);
  const squares = new Float64Array(d);
  for (let row = 0; row < n; row++)
    for (let axis = 0; axis < d; axis++) {
      const value = components[row * count + axis] ?? 0;
      values[row * d + axis] = value;
      squares[axis] = (squares[axis] ?? 0) + value * value;
    }
  normalizeRows(values, d);
  const points: Points = { values, n, d };
  const deviations = squares.map((sum) => Math.sqrt(sum / n));
  const references = Array.from({ length: REFERENCES }, () => normalPoints(n, deviations, random));
  const scores: SenseScore[] = [{ senses: 1, score: 0 }];
  const most = Math.min(MOST_SENSES, Math.floor(n / LEAST_PLACES_PER_SENSE));
  for (let groups = 2; groups <= most; groups++) {
    const { spread } = sphericalKMeans(points, groups, { tries: TRIES, draws: DRAWS }, random);
    const logarithms = references.map((reference) =>
      Math.log(
        sphericalKMeans(reference, groups, { tries: REFERENCE_TRIES, draws: DRAWS }, random).spread,
      ),
    );
    const mean = logarithms.reduce((sum, value) => sum + value, 0) / REFERENCES;
    const deviation = Math.sqrt(
      logarithms.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (REFERENCES - 1),
    );
    const gap = mean - Math.log(Math.max(spread, 1e-12));
    const bound = Math.max(LEAST_GAP, LEAST_DEVIATIONS * deviation);
    scores.push({ senses: groups, score: gap - bound - LEAST_GAP_PER_SENSE * (groups - 2) });
  }
  return scores;
}

/** The number with the highest score; a greater one has to be clearly better. */
function bestNumber(scores: readonly SenseScore[]): number {
  let best: SenseScore = { senses: 1, score: 0 };
  for (const each of scores)
    if (each.score > best.score + (best.senses > 1 ? LEAST_GAIN : 0)) best = each;
  return best.senses;
}

/** Unit vectors whose coordinates were drawn from normal distributions. Source: Box and Muller 1958. */
function normalPoints(n: number, deviations: Float64Array, random: () => number): Points {
  const d = deviations.length;
  const values = new Float64Array(n * d);
  for (let at = 0; at < values.length; at++)
    values[at] =
      (deviations[at % d] ?? 0) *
      Math.sqrt(-2 * Math.log(1 - random())) *
      Math.cos(2 * Math.PI * random());
  normalizeRows(values, d);
  return { values, n, d };
}

function inOrder(
  { values, n, d }: Points,
  { labels, centers, groups }: Clustering,
): Pick<GroupedPlaces, "labels" | "closeness" | "senses"> {
  const sizes = new Uint32Array(groups);
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  const order = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b);
  const newLabels = new Uint16Array(groups);
  for (const [place, group] of order.entries()) newLabels[group] = place;
  return {
    labels: Uint16Array.from(labels, (label) => newLabels[label] ?? 0),
    closeness: Float32Array.from({ length: n }, (_, row) =>
      product(values, row, centers, labels[row] ?? 0, d),
    ),
    senses: groups,
  };
}

/**
 * Makes one vector of several views of each place: each brought to length 1, then set side by side.
 *
 * Shapes: each view is [n, d]; the result [n, views * d].
 */
export function joinViews(
  views: readonly Float32Array[],
  n: number,
  d: number,
): Float32Array<ArrayBuffer> {
  const width = views.length * d;
  const joined = new Float32Array(n * width);
  for (const [which, view] of views.entries())
    for (let row = 0; row < n; row++) {
      const vector = view.subarray(row * d, (row + 1) * d);
      let squares = 0;
      for (const value of vector) squares += value * value;
      const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
      for (let i = 0; i < d; i++) joined[row * width + which * d + i] = (vector[i] ?? 0) * scale;
    }
  return joined;
}

/** A word that tells a sense from the others. */
export interface SenseWord {
  readonly word: string;
  readonly weight: number;
}

/**
 * Finds for each sense the words that are in its contexts rather than in those of the others: a word's share of the contexts of
 * the sense, times ln(1 + mean words of a sense / occurrences in all).
 *
 * `contexts[i]` has the words around place i; `isLeftOut` names words without a subject.
 * Source: class-based TF-IDF, Grootendorst 2022 ("BERTopic"), section 3.3.
 */
export function senseWords(
  contexts: readonly (readonly string[])[],
  labels: Uint16Array,
  senses: number,
  count: number,
  isLeftOut: (word: string) => boolean,
): SenseWord[][] {
  const inSense = Array.from({ length: senses }, () => new Map<string, number>());
  const inAll = new Map<string, number>();
  const wordsOf = new Float64Array(senses);
  for (const [place, words] of contexts.entries()) {
    const sense = labels[place] ?? 0;
    const counts = inSense[sense];
    // A word that stands twice near one place says no more than once.
    for (const word of new Set(words)) {
      wordsOf[sense] = (wordsOf[sense] ?? 0) + 1;
      counts?.set(word, (counts.get(word) ?? 0) + 1);
      inAll.set(word, (inAll.get(word) ?? 0) + 1);
    }
  }
  const mean = wordsOf.reduce((sum, value) => sum + value, 0) / Math.max(1, senses);
  return inSense.map((counts, sense) =>
    [...counts]
      .filter(([word]) => !isLeftOut(word))
      .map(([word, times]) => ({
        word,
        weight: (times / (wordsOf[sense] ?? 1)) * Math.log(1 + mean / (inAll.get(word) ?? 1)),
      }))
      .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
      .slice(0, count),
  );
}
