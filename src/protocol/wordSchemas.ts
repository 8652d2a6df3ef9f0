/** Checks of what the page asks about words. */
import * as v from "valibot";
import type { WordPageRequests } from "./wordMessages.ts";

// Longer than any word of a model: readers refuse words of more than 10,000 bytes.
export const word = v.pipe(v.string(), v.maxLength(10_000));
export const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000));
const balance = v.exactOptional(
  v.union([v.literal("auto"), v.pipe(v.number(), v.minValue(0), v.maxValue(1))]),
);

export const wordSchemas = {
  findNeighbors: v.strictObject({ word, count, balance }),
  solveAnalogy: v.strictObject({ a: word, b: word, c: word, count, balance }),
  compareWords: v.strictObject({ a: word, b: word, balance }),
} satisfies {
  [M in keyof WordPageRequests]: v.GenericSchema<unknown, WordPageRequests[M]["params"]>;
};
