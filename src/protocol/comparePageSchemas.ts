/** Checks of what the page asks of two models. */
import * as v from "valibot";
import type { ComparePageRequests } from "./comparePageMessages.ts";

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(32_768));
const pair = { firstPath: path, secondPath: path };

/** The schemas of these requests. */
export const comparePageSchemas = {
  listMovedWords: v.strictObject(pair),
  projectModels: v.strictObject({
    ...pair,
    runId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  }),
  readWordIn: v.strictObject({
    path,
    word: v.pipe(v.string(), v.minLength(1), v.maxLength(10_000)),
  }),
} satisfies {
  [M in keyof ComparePageRequests]: v.GenericSchema<unknown, ComparePageRequests[M]["params"]>;
};
