/** Turns what the user wants colors to say into groups and values; computed again only where something has changed. */
import { similarityValues, countValues, type ColorRequest } from "../rendering/pointColors.ts";
import type { MapState } from "../mapState.ts";

type Colors = Omit<ColorRequest, "theme" | "count">;

/** The colors of one map. */
export class MapColors {
  #before: MapState | undefined;
  #highest: number | null = null;

  /** The highest cosine of the similarity scale; null where it is not shown. */
  get highest(): number | null {
    return this.#highest;
  }

  /** What the picture is to be colored by; undefined where that is what it was. */
  of(state: MapState, rows: ReadonlyMap<string, number>): Colors | undefined {
    const before = this.#before;
    const isSame =
      before !== undefined &&
      before.map?.words === state.map?.words &&
      before.map?.clusterOfWord === state.map?.clusterOfWord &&
      before.coloring === state.coloring &&
      before.only === state.only &&
      before.similarities === state.similarities &&
      before.selection === state.selection;
    this.#before = state;
    if (isSame) return undefined;
    const { map, coloring, similarities, only } = state;
    const selected = state.selection && new Set(state.selection);
    const plain: Colors = { groups: null, values: null, only: [], selected };
    this.#highest = null;
    if (!map) return plain;
    if (coloring === "cluster" && map.clusters.length > 0)
      return { ...plain, groups: map.clusterOfWord, only };
    if (coloring === "count" && map.counts.length > 0)
      return { ...plain, values: countValues(map.counts) };
    if (coloring === "similarity" && similarities) {
      const own = rows.get(similarities.word) ?? null;
      const { values, highest } = similarityValues(similarities.cosines, own);
      this.#highest = highest;
      return { ...plain, values };
    }
    return plain;
  }
}
