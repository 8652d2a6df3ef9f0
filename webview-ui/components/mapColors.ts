/** Turns what the user wants colors to say into groups and values; computed again only where something has changed. */
import {
  similarityValues,
  countValues,
  numberValues,
  type ColorRequest,
} from "../rendering/pointColors.ts";
import type { MapState } from "../mapState.ts";

type Colors = Omit<ColorRequest, "theme" | "count" | "formerFrom">;

/** The ends of the scale of colors. */
export interface ScaleEnds {
  readonly least: number;
  readonly most: number;
}

/** The colors of one map. */
export class MapColors {
  #before: MapState | undefined;
  #ends: ScaleEnds | null = null;

  /** The ends of the scale; null where colors are no numbers. */
  get ends(): ScaleEnds | null {
    return this.#ends;
  }

  /** What the picture is to be colored by; undefined where that is what it was. */
  of(state: MapState, rows: ReadonlyMap<string, number>): Colors | undefined {
    const before = this.#before;
    const isSame =
      before !== undefined &&
      before.map?.words === state.map?.words &&
      before.map?.clusterOfWord === state.map?.clusterOfWord &&
      before.map?.fidelity === state.map?.fidelity &&
      before.coloring === state.coloring &&
      before.column === state.column &&
      before.only === state.only &&
      before.similarities === state.similarities &&
      before.selection === state.selection;
    this.#before = state;
    if (isSame) return undefined;
    const { map, coloring, similarities, only } = state;
    const selected = state.selection && new Set(state.selection);
    const plain: Colors = { groups: null, values: null, only: [], selected };
    this.#ends = null;
    if (!map) return plain;
    if (coloring === "cluster" && map.clusters.length > 0)
      return { ...plain, groups: map.clusterOfWord, only };
    if (coloring === "count" && map.counts.length > 0) {
      this.#ends = { least: map.counts.at(-1)!, most: map.counts[0]! };
      return { ...plain, values: countValues(map.counts) };
    }
    if (coloring === "fidelity" && map.fidelity) return this.#scaled(plain, map.fidelity.perPoint);
    if (coloring === "similarity" && similarities) {
      const own = rows.get(similarities.word) ?? null;
      const { values, highest } = similarityValues(similarities.cosines, own);
      this.#ends = { least: 0, most: highest };
      return { ...plain, values };
    }
    const content = state.column?.of === coloring ? state.column.content : null;
    if (content?.kind === "groups") return { ...plain, groups: content.groupOfWord, only };
    return content ? this.#scaled(plain, content.values) : plain;
  }

  #scaled(plain: Colors, numbers: Float32Array): Colors {
    const { values, ...ends } = numberValues(numbers);
    this.#ends = ends;
    return { ...plain, values };
  }
}
