import { describe, expect, it } from "vitest";
import { SENTENCE_END } from "../../../src/corpus/encodedText.ts";
import {
  countContexts,
  sumCooccurrences,
  type CooccurrenceOptions,
} from "../../../src/statistics/cooccurrence.ts";
import {
  countCooccurrences,
  type WordContextMatrix,
} from "../../../src/statistics/cooccurrenceMatrix.ts";
import { PPMI, strongestContexts, toMutualInformation } from "../../../src/statistics/ppmi.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { encodeDocuments, golden, randomDocuments } from "./goldenText.ts";

/** The entries as a table by words. */
function tableOf(words: readonly string[], { rowStarts, contexts, values }: WordContextMatrix) {
  const table = new Map<string, number>();
  words.forEach((word, id) => {
    for (let entry = rowStarts[id]!; entry < rowStarts[id + 1]!; entry++)
      table.set(`${word} ${words[contexts[entry]!]!}`, values[entry]!);
  });
  return table;
}

/** By definition, slowly. */
function plainTable(
  words: readonly string[],
  ids: Int32Array,
  { window, direction, weighting }: CooccurrenceOptions,
): Map<string, number> {
  const table = new Map<string, number>();
  for (let center = 0; center < ids.length; center++)
    for (let position = 0; position < ids.length; position++) {
      const distance = Math.abs(center - position);
      const between = ids.subarray(Math.min(center, position), Math.max(center, position) + 1);
      if (distance === 0 || distance > window || between.includes(SENTENCE_END)) continue;
      if (direction === "left" && position > center) continue;
      if (direction === "right" && position < center) continue;
      const pair = `${words[ids[center]!]!} ${words[ids[position]!]!}`;
      table.set(pair, (table.get(pair) ?? 0) + (weighting === "flat" ? 1 : 1 / distance));
    }
  return table;
}

function expectSame(actual: Map<string, number>, expected: Map<string, number>): void {
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
  let farthest = 0;
  for (const [pair, value] of expected)
    farthest = Math.max(farthest, Math.abs(actual.get(pair)! - value) / Math.max(1, value));
  expect(farthest).toBeLessThan(1e-6);
}

const OPTIONS: readonly CooccurrenceOptions[] = (["left", "right", "both"] as const).flatMap(
  (direction) =>
    (["flat", "distance"] as const).flatMap((weighting) =>
      [1, 3, 50].map((window) => ({ window, direction, weighting })),
    ),
);

describe("co-occurrence", () => {
  it.each(golden.cooccurrences)("equals the plain definition in numpy with $options", (each) => {
    const { words, ids } = encodeDocuments(golden.documents);
    const matrix = countCooccurrences(ids, words.length, each.options);
    const expected = new Map(each.pairs.map((pair, i) => [pair.join(" "), each.counts[i]!]));
    expectSame(tableOf(words, matrix), expected);
  });

  it.each(OPTIONS)(
    "equals its plain twin on random documents, and so do its sums: %j",
    (options) => {
      const random = seededRandom(8);
      for (let round = 0; round < 5; round++) {
        const { words, ids } = encodeDocuments(randomDocuments(random, { documents: 4 }));
        const matrix = countCooccurrences(ids, words.length, options);
        const table = plainTable(words, ids, options);
        expectSame(tableOf(words, matrix), table);
        const sums = sumCooccurrences(ids, words.length, options);
        words.forEach((word, id) => {
          const sumOf = (isOurs: (pair: string[]) => boolean) =>
            [...table].reduce(
              (sum, [pair, value]) => sum + (isOurs(pair.split(" ")) ? value : 0),
              0,
            );
          expect(sums.ofWords[id]).toBeCloseTo(
            sumOf(([first]) => first === word),
            9,
          );
          expect(sums.ofContexts[id]).toBeCloseTo(
            sumOf(([, second]) => second === word),
            9,
          );
          const { contexts, counts } = countContexts(ids, words.length, id, options);
          const row = [...matrix.contexts.subarray(matrix.rowStarts[id], matrix.rowStarts[id + 1])];
          expect([...contexts].sort((a, b) => a - b)).toEqual(row);
          expect(contexts.every((context) => counts[context]! > 0)).toBe(true);
        });
      }
    },
  );

  it("has each row’s contexts in rising order", () => {
    const { words, ids } = encodeDocuments(golden.documents);
    const { rowStarts, contexts } = countCooccurrences(ids, words.length, OPTIONS[0]!);
    words.forEach((_, id) => {
      const row = [...contexts.subarray(rowStarts[id], rowStarts[id + 1])];
      expect(row).toEqual([...row].sort((a, b) => a - b));
    });
  });

  it("keeps the pairs that count most where limits say so", () => {
    const { words, ids } = encodeDocuments(golden.documents);
    const options = { window: 4, direction: "both", weighting: "flat" } as const;
    const all = tableOf(words, countCooccurrences(ids, words.length, options));
    const often = tableOf(
      words,
      countCooccurrences(ids, words.length, options, { minimumValue: 3 }),
    );
    expect(often).toEqual(new Map([...all].filter(([, count]) => count >= 3)));
    const few = countCooccurrences(ids, words.length, options, { contextsPerWord: 2 });
    for (const [id, word] of words.entries()) {
      const counts = [...all].filter(([pair]) => pair.startsWith(`${word} `)).map(([, n]) => n);
      const kept = [...few.values.subarray(few.rowStarts[id], few.rowStarts[id + 1])];
      expect(kept.sort((a, b) => b - a)).toEqual(counts.sort((a, b) => b - a).slice(0, 2));
    }
  });

  it("refuses more pairs than there may be, and says what to do", () => {
    const { words, ids } = encodeDocuments(golden.documents);
    expect(() =>
      countCooccurrences(ids, words.length, OPTIONS[0]!, { maximumEntries: 100 }),
    ).toThrow("The text has more than 100 different pairs of words. Raise the minimum count");
  });

  it("takes an empty text, and a sentence of one word", () => {
    for (const documents of [[], [[["alone"]]]]) {
      const { words, ids } = encodeDocuments(documents);
      const matrix = countCooccurrences(ids, words.length, OPTIONS[5]!);
      expect(matrix.contexts).toHaveLength(0);
      expect(matrix.rowStarts).toHaveLength(words.length + 1);
    }
  });
});

describe("mutual information", () => {
  const cases = golden.cooccurrences.flatMap(({ options, pairs, ppmi }) =>
    ppmi.map((each) => ({ cooccurrence: options, pairs, ...each })),
  );

  it.each(cases)("equals the formula in numpy: $cooccurrence $options", (each) => {
    const { words, ids } = encodeDocuments(golden.documents);
    const counts = countCooccurrences(ids, words.length, each.cooccurrence);
    const sums = sumCooccurrences(ids, words.length, each.cooccurrence);
    const expected = new Map(each.pairs.map((pair, i) => [pair.join(" "), each.values[i]!]));
    const positive = new Map([...expected].filter(([, value]) => value > 0));
    expect(positive.size).toBeLessThan(expected.size);
    expectSame(tableOf(words, toMutualInformation(counts, sums, each.options)), positive);
  });

  it("goes below zero where it may, for the pairs that are rarer than by chance", () => {
    const { words, ids } = encodeDocuments(golden.documents);
    const options = golden.cooccurrences[0]!.options;
    const counts = countCooccurrences(ids, words.length, options);
    const sums = sumCooccurrences(ids, words.length, options);
    const signed = toMutualInformation(counts, sums, { ...PPMI, positive: false });
    expect(signed.values).toHaveLength(counts.values.length);
    expect(signed.values.some((value) => value < -0.1)).toBe(true);
  });

  it("lists the strongest contexts of a word as the whole table has them", () => {
    const { words, ids } = encodeDocuments(golden.documents);
    const { options, pairs, ppmi, counts } = golden.cooccurrences[0]!;
    const york = words.indexOf("york");
    const found = strongestContexts(ids, words.length, york, options, PPMI, {
      count: 5,
      minimumCount: 2,
    });
    const expected = pairs
      .map(([word, context], i) => ({
        word,
        context,
        count: counts[i]!,
        value: ppmi[0]!.values[i]!,
      }))
      .filter(({ word, count, value }) => word === "york" && count >= 2 && value > 0)
      .sort((a, b) => b.value - a.value)
      .slice(0, 5);
    expect(found.map(({ wordId }) => words[wordId])).toEqual(
      expected.map(({ context }) => context),
    );
    found.forEach(({ information, count }, i) => {
      expect(information).toBeCloseTo(expected[i]!.value, 6);
      expect(count).toBeCloseTo(expected[i]!.count, 6);
    });
    expect(words[found[0]!.wordId]).toBe("new");
  });
});
