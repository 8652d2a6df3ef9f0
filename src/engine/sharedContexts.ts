/** Why two words are near: the words that both stand near, and lines that show it. */
import type { OccurrenceList } from "../protocol/engineMessages.ts";
import type {
  SharedContext,
  SharedContextLine,
  SharedContextRequests,
} from "../protocol/sharedContextMessages.ts";
import { rankSharedContexts, smoothedSum } from "../statistics/sharedContexts.ts";
import { findOccurrences, type CorpusContext } from "./corpusQueries.ts";
import type { NearbyWord } from "./nearbyWords.ts";

type Request = SharedContextRequests["findSharedContexts"];

/** Words on each side: as many as the vectors are made from by default. */
const WINDOW = 5;
/** The first places of each word are enough to tell what it stands near. */
const MOST_PLACES = 3000;

/**
 * Finds the words that two words both stand near, and lines of both that hold them.
 *
 * Words are looked for on the line of each place, at most five on each side. Errors: those of opening the model;
 * `canceled`.
 */
export async function findSharedContexts(
  context: CorpusContext,
  { modelPath, a, b, count, lines, documents }: Request["params"],
  signal?: AbortSignal,
): Promise<Request["result"]> {
  const model = await context.models.open(modelPath);
  const { embeddings, tokenizer } = model;
  const [first, second] = await Promise.all(
    [a, b].map((word) =>
      findOccurrences(context, { modelPath, word, limit: MOST_PLACES, documents }, signal),
    ),
  );
  if (!first || !second) throw new Error("Two questions have two answers.");
  const near = await context.jobs.run(
    "findNearbyWords",
    {
      groups: [first, second].map(({ occurrences }) =>
        occurrences.map(({ before, after }) => ({ before, after })),
      ),
      tokenizer,
      window: WINDOW,
      except: [a, b].flatMap((word) => [word, ...word.split("_")]),
    },
    () => undefined,
    signal,
  );
  const [nearFirst = [], nearSecond = []] = near;
  const { counts } = embeddings;
  const contexts = counts
    ? rankSharedContexts(
        { a: countPlaces(nearFirst), b: countPlaces(nearSecond) },
        (word) => {
          const wordId = embeddings.wordId(word);
          return wordId === undefined ? undefined : counts[wordId];
        },
        smoothedSum(counts),
        count,
      )
    : [];
  return {
    a: { word: a, total: first.total, read: first.occurrences.length },
    b: { word: b, total: second.total, read: second.occurrences.length },
    contexts,
    lines: inTurn(
      tellingLines("a", first, nearFirst, contexts, lines),
      tellingLines("b", second, nearSecond, contexts, lines),
    ).slice(0, lines),
  };
}

/** In how many places each word stands; one that stands there twice counts once. */
function countPlaces(places: readonly (readonly NearbyWord[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const words of places)
    for (const word of new Set(words.map((nearby) => nearby.word)))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** The lines of a word that hold shared contexts; those whose contexts tell the most come first. */
function tellingLines(
  of: SharedContextLine["of"],
  { occurrences }: OccurrenceList,
  near: readonly (readonly NearbyWord[])[],
  contexts: readonly SharedContext[],
  count: number,
): SharedContextLine[] {
  const weights = new Map(
    contexts.map(({ word, informationA, informationB }) => [word, informationA * informationB]),
  );
  const found = occurrences.flatMap((occurrence, index) => {
    const shared = near[index]?.filter(({ word }) => weights.has(word)) ?? [];
    const distinct = new Set(shared.map(({ word }) => word));
    const weight = [...distinct].reduce((sum, word) => sum + weights.get(word)!, 0);
    return shared.length === 0 ? [] : [{ line: { ...occurrence, of, contexts: shared }, weight }];
  });
  const seen = new Set<string>();
  return found
    .sort((x, y) => y.weight - x.weight)
    .map(({ line }) => line)
    .filter(({ before, match, after }) => {
      // A text that is there twice says it once.
      const key = `${before}\n${match}\n${after}`;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, count);
}

function inTurn<T>(first: readonly T[], second: readonly T[]): T[] {
  const mixed: T[] = [];
  for (let i = 0; i < Math.max(first.length, second.length); i++)
    for (const list of [first, second]) if (i < list.length) mixed.push(list[i]!);
  return mixed;
}
