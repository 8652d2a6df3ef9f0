/** Checks of what the page asks about words. */
import * as v from "valibot";
import type { WordPageRequests } from "./wordMessages.ts";

// Longer than any word of a model: readers refuse words of more than 10,000 bytes.
export const word = v.pipe(v.string(), v.maxLength(10_000));
export const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000));
export const balance = v.exactOptional(
  v.union([v.literal("auto"), v.pipe(v.number(), v.minValue(0), v.maxValue(1))]),
);
const frequency = v.exactOptional(
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32)),
);
const filter = v.strictObject({
  minimumCount: frequency,
  maximumCount: frequency,
  pattern: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  kind: v.exactOptional(v.picklist(["names", "words"])),
  script: v.exactOptional(v.pipe(v.string(), v.maxLength(50))),
});

export const wordSchemas = {
  findNeighbors: v.strictObject({
    word,
    count,
    balance,
    metric: v.exactOptional(v.picklist(["cosine", "dot", "euclidean"])),
    filter: v.exactOptional(filter),
  }),
  listParts: v.strictObject({}),
  solveFormula: v.strictObject({
    formula: v.pipe(v.string(), v.maxLength(10_000)),
    method: v.picklist(["3CosAdd", "3CosMul"]),
    count,
    balance,
  }),
  compareWordList: v.strictObject({
    words: v.pipe(v.array(word), v.minLength(2), v.maxLength(50)),
    balance,
  }),
  explainParts: v.strictObject({ word }),
  copyText: v.strictObject({ text: v.pipe(v.string(), v.maxLength(1_000_000)) }),
} satisfies {
  [M in keyof WordPageRequests]: v.GenericSchema<unknown, WordPageRequests[M]["params"]>;
};
