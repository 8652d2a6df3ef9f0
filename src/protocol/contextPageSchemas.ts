/** Checks of what the page asks of a selection and of senses. */
import * as v from "valibot";
import { LONGEST_SELECTION, type ContextPageRequests } from "./contextPageMessages.ts";

const text = v.pipe(v.string(), v.maxLength(LONGEST_SELECTION));
const offset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LONGEST_SELECTION));
const layer = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000));
const stretch = { start: offset, end: offset };

/** The checks of these requests. */
export const contextPageSchemas = {
  readSelection: v.strictObject({}),
  readContext: v.strictObject({ text, layer: v.nullable(layer) }),
  placeInUsage: v.strictObject({
    ...stretch,
    text,
    staticWord: v.pipe(v.string(), v.maxLength(10_000)),
    layer: v.nullable(layer),
    places: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
  }),
  neighborsInContext: v.strictObject({ ...stretch, text, layer: v.nullable(layer) }),
  measureLayers: v.strictObject({ text }),
  readLayerAttention: v.strictObject({
    text,
    layer,
    heads: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
  }),
  expectWords: v.strictObject({ ...stretch, text }),
  markStretch: v.strictObject({ stretch: v.nullable(v.strictObject(stretch)) }),
  copyComparison: v.strictObject({ text }),
  findSenses: v.strictObject({
    word: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    senses: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8))),
  }),
} satisfies {
  [M in keyof ContextPageRequests]: v.GenericSchema<unknown, ContextPageRequests[M]["params"]>;
};
