/** Groups of words that stand near each other, and the words that name them. */
import type { MultiplyRows } from "../kernels/matrixProducts.ts";
import { meanSilhouette } from "./silhouettes.ts";
import { sphericalKMeans, type Clustering, type Points } from "./sphericalKMeans.ts";

/** What is grouped. */
export interface ClusteredWords {
  readonly words: readonly string[];
  /** Shape [n]; empty where they are not known: then the words' order stands for them. */
  readonly counts: Uint32Array;
  /** Unit length or zero; shape [n, d]. */
  readonly vectors: Float32Array;
  readonly d: number;
}

/** Groups, the largest first. */
export interface WordClusters {
  /** Shape [n]; empty where the words fall in no groups. */
  readonly labels: Uint16Array<ArrayBuffer>;
  readonly clusters: readonly { readonly words: readonly string[]; readonly size: number }[];
}

const NO_CLUSTERS: WordClusters = { labels: new Uint16Array(), clusters: [] };
const MOST_CLUSTERS = 12;
const LEAST_WORDS_PER_CLUSTER = 3;
/** So many of the words, evenly over the whole list, say where the middles of the groups are. */
const GROUPED_SAMPLE = 2000;
/** So many say how many groups there are. */
const SILHOUETTE_SAMPLE = 1000;
const LEAST_SHARE_OF_BEST = 0.8;
/** Starts that are tried: fewer words are quick to group, and few starts do not find a small group. */
const WORDS_TRIED = 6000;
const LEAST_TRIES = 3;
const MOST_TRIES = 12;
const NAMES = 8;

/**
 * Groups words by direction: spherical k-means, into 2 to 12 groups. Words nearly always fall best into two, old and new or
 * rare and frequent; so the number is the greatest at which the mean silhouette has a peak of at least four fifths of its
 * highest value.
 *
 * A group is named by its words whose cosine with the group's middle is high, higher than with the other middles, times the
 * logarithm of their count: as TF-IDF of classes weighs words by what they say of the class and not of all.
 *
 * No groups where there are fewer than six words or no number has a silhouette above 0.
 */
export function clusterWords(
  { words, counts, vectors, d }: ClusteredWords,
  multiply: MultiplyRows,
  random: () => number,
  onProgress: (fraction: number) => void,
): WordClusters {
  const n = words.length;
  const most = Math.min(MOST_CLUSTERS, Math.floor(n / LEAST_WORDS_PER_CLUSTER));
  if (most < 2) return NO_CLUSTERS;
  const sample = pointsOf(vectors, evenRows(n, GROUPED_SAMPLE), d);
  const tries = Math.min(MOST_TRIES, Math.max(LEAST_TRIES, Math.round(WORDS_TRIED / sample.n)));
  const divisions: Clustering[] = [];
  for (let groups = 2; groups <= Math.min(most, sample.n); groups++) {
    divisions.push(
      sphericalKMeans(sample, groups, { tries, draws: 2 + Math.floor(Math.log(groups)) }, random),
    );
    onProgress((groups - 1) / most);
  }
  const chosen = chooseDivision(sample, divisions, multiply);
  if (!chosen) return NO_CLUSTERS;
  const { groups } = chosen;
  const cosines = multiply(vectors, n, Float32Array.from(chosen.centers), groups, d);
  const nearest = Uint16Array.from({ length: n }, (_, row) => nearestGroup(cosines, row, groups));
  const sizes = new Uint32Array(groups);
  for (const label of nearest) sizes[label]!++;
  const order = [...sizes.keys()]
    .filter((group) => sizes[group]! > 0)
    .sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const places = new Uint16Array(groups);
  for (const [place, group] of order.entries()) places[group] = place;
  onProgress(1);
  return {
    labels: nearest.map((label) => places[label]!),
    clusters: order.map((group) => ({
      words: namesOf(group, { words, counts }, cosines, nearest, groups),
      size: sizes[group]!,
    })),
  };
}

/** By the silhouettes of a part of the points. */
function chooseDivision(
  sample: Points,
  divisions: readonly Clustering[],
  multiply: MultiplyRows,
): Clustering | undefined {
  const rows = evenRows(sample.n, SILHOUETTE_SAMPLE);
  const { values, n, d } = pointsOf(sample.values, rows, sample.d);
  const part = Float32Array.from(values);
  const cosines = multiply(part, n, part, n, d);
  const scores = divisions.map(({ labels, groups }) =>
    meanSilhouette(
      cosines,
      Uint16Array.from(rows, (row) => labels[row]!),
      groups,
    ),
  );
  const best = Math.max(...scores);
  if (!(best > 0)) return undefined;
  return divisions.findLast((_, at) => {
    const score = scores[at]!;
    const isPeak = score >= (scores[at - 1] ?? -1) && score > (scores[at + 1] ?? -1);
    return isPeak && score >= LEAST_SHARE_OF_BEST * best;
  });
}

function namesOf(
  group: number,
  { words, counts }: Pick<ClusteredWords, "words" | "counts">,
  cosines: Float32Array,
  labels: Uint16Array,
  groups: number,
): readonly string[] {
  const weighed: { readonly word: string; readonly weight: number }[] = [];
  for (const [row, word] of words.entries()) {
    if (labels[row] !== group) continue;
    const own = cosines[row * groups + group]!;
    let others = 0;
    for (let other = 0; other < groups; other++)
      if (other !== group) others += cosines[row * groups + other]! / (groups - 1);
    const logarithm = Math.log(1 + (counts[row] ?? words.length / (row + 1)));
    // Numbers and signs name nothing where there are words.
    const share = /\p{L}/u.test(word) ? 1 : 1e-6;
    weighed.push({
      word,
      weight: share * Math.max(0, own) * Math.max(0, own - others) * logarithm,
    });
  }
  return weighed
    .sort((a, b) => b.weight - a.weight)
    .slice(0, NAMES)
    .map(({ word }) => word);
}

function nearestGroup(cosines: Float32Array, row: number, groups: number): number {
  let nearest = 0;
  for (let group = 1; group < groups; group++)
    if (cosines[row * groups + group]! > cosines[row * groups + nearest]!) nearest = group;
  return nearest;
}

/** Rows evenly over the whole list. */
function evenRows(n: number, most: number): Int32Array {
  const wanted = Math.min(n, most);
  return Int32Array.from({ length: wanted }, (_, at) => Math.floor((at * n) / wanted));
}

function pointsOf(vectors: Float32Array | Float64Array, rows: Int32Array, d: number): Points {
  const values = new Float64Array(rows.length * d);
  for (const [place, row] of rows.entries())
    values.set(vectors.subarray(row * d, (row + 1) * d), place * d);
  return { values, n: rows.length, d };
}
