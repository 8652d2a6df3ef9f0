/** Checks of what the page sends about its map. */
import * as v from "valibot";
import { balance } from "./wordSchemas.ts";
import { MAXIMUM_MAP_FILE, type MapPageRequests } from "./mapPageMessages.ts";

const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const count = whole(1, 1_000_000);

/** The schemas of the map's requests. */
export const mapPageSchemas = {
  projectMap: v.strictObject({
    runId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
    settings: v.strictObject({
      method: v.picklist(["pca", "umap", "t-sne", "axes"]),
      dimensions: v.picklist([2, 3]),
      count,
      seed: whole(0, 2 ** 32 - 1),
      balance,
      axes: v.exactOptional(
        v.pipe(v.array(v.pipe(v.string(), v.maxLength(10_000))), v.maxLength(3)),
      ),
    }),
  }),
  findSimilarities: v.strictObject({
    word: v.pipe(v.string(), v.maxLength(10_000)),
    count,
    balance,
  }),
  describeWords: v.strictObject({
    count,
    of: v.picklist(["folder", "kind", "language", "script", "departure", "table"]),
  }),
  chooseColumn: v.strictObject({}),
  saveMap: v.strictObject({
    kind: v.picklist(["png", "svg", "tsv"]),
    content: v.pipe(v.string(), v.maxLength(MAXIMUM_MAP_FILE)),
  }),
} satisfies {
  [M in keyof MapPageRequests]: v.GenericSchema<unknown, MapPageRequests[M]["params"]>;
};
