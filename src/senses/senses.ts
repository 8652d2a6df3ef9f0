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

/** What the vectors of places are of: the words around each, or a mask in the word's place. */
export type PlaceView = keyof typeof BOUNDS;

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

/** How alike places are is seen in so many principal components, and how many senses there are in fewer. */
const COMPONENTS = 20;
const COMPONENTS_FOR_NUMBER = 12;
/** What senses differ in is in the first components, more of them for more senses; others differ from text to text. */
const COMPONENTS_PER_SENSE = 2;
const MORE_COMPONENTS = 2;
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
/** A gap below is met with words of one sense. */
const LEAST_GAP = 0.0125;
/**
 * What the gap has to exceed that by, and what each sense beyond the second has to add to it. What is expected in a word's
 * place differs also with its part in the sentence.
 */
const BOUNDS = {
  window: { least: 0, perSense: 0.06 },
  mask: { least: 0.025, perSense: 0.12 },
} as const;
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
 * Shapes: `places` is [n, d], all finite; only their directions count. Errors: plain `Error` where sizes do not agree.
 */
export function groupPlaces(
  places: Float32Array<ArrayBuffer>,
  n: number,
  d: number,
  view: PlaceView,
  senses: number | null,
  random: () => number,
): GroupedPlaces {
  const vectors = places.slice();
  normalizeRows(vectors, d);
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
  const scores = senses === null ? scoreNumbers(components, n, count, view, random) : [];
  const number = Math.min(senses ?? bestNumber(scores), n);
  const grouped = groupBy(
    leading(components, n, count, componentsOf(number)),
    number,
    TRIES,
    random,
  );
  const cosines = cosinesOf(leading(components, n, count, count));
  const meanSilhouettes: SenseScore[] = [];
  for (let other = 2; other <= Math.min(MOST_COMPARED, n - 1); other++) {
    const points = leading(components, n, count, componentsOf(other));
    const { labels } = groupBy(points, other, REFERENCE_TRIES, random);
    meanSilhouettes.push({ senses: other, score: meanSilhouette(cosines, labels, other) });
  }
  return {
    ...grouped,
    scores,
    silhouettes: silhouettes(cosines, grouped.labels, grouped.senses),
    meanSilhouettes,
    xy,
    explained,
  };
}

function componentsOf(senses: number): number {
  return COMPONENTS_PER_SENSE * senses + MORE_COMPONENTS;
}

/** The first components of each place, its row of length 1. Shapes: `components` is [n, count]. */
function leading(components: Float64Array, n: number, count: number, wanted: number): Points {
  const d = Math.min(wanted, count);
  const values = new Float64Array(n * d);
  for (let row = 0; row < n; row++)
    values.set(components.subarray(row * count, row * count + d), row * d);
  normalizeRows(values, d);
  return { values, n, d };
}

function groupBy(points: Points, senses: number, tries: number, random: () => number) {
  return inOrder(points, sphericalKMeans(points, senses, { tries, draws: DRAWS }, random));
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
  view: PlaceView,
  random: () => number,
): readonly SenseScore[] {
  const { least, perSense } = BOUNDS[view];
  const points = leading(components, n, count, COMPONENTS_FOR_NUMBER);
  const squares = new Float64Array(points.d);
  for (let row = 0; row < n; row++)
    for (let axis = 0; axis < points.d; axis++)
      squares[axis] = (squares[axis] ?? 0) + (components[row * count + axis] ?? 0) ** 2;
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
    const bound = Math.max(LEAST_GAP, LEAST_DEVIATIONS * deviation) + least;
    scores.push({ senses: groups, score: gap - bound - perSense * (groups - 2) });
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
