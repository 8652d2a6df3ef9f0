/** The canvases of the map: brings the page's state to the picture. */
import type { Neighbor } from "../../src/protocol/modelMessages.ts";
import type { FormulaAnswer } from "../../src/protocol/wordMessages.ts";
import { analogyArrows } from "../formulaArrows.ts";
import type { MapState } from "../mapState.ts";
import type { Box } from "../../src/drawing/labels.ts";
import type { MapArrow } from "../rendering/mapArrows.ts";
import type { MapPicture } from "../rendering/mapPicture.ts";
import type { NeighborPoint } from "../rendering/mapScene.ts";
import { Minimap } from "../rendering/minimap.ts";
import { strangersOf } from "../rendering/strangers.ts";
import type { Theme } from "../rendering/theme.ts";
import { MapCanvas } from "./mapCanvas.ts";
import { MapColors, type ScaleEnds } from "./mapColors.ts";

/** Where the projection does not say how many neighbors it was measured by. */
const NEIGHBORS_ON_MAP = 15;

/** What the map is about; rows are positions in the map's words. */
interface StageSubject {
  readonly state: MapState;
  readonly picked: string | null;
  readonly neighbors: readonly Neighbor[];
  /** What a formula comes to, where one is asked. */
  readonly formula: FormulaAnswer | null;
  readonly pointed: number | null;
  readonly cursor: number | null;
}

/** The picture of one `<wf-map>`, with its small twin. */
export class MapStage {
  readonly #root: HTMLElement;
  readonly #canvas: MapCanvas;
  readonly #minimap: Minimap;

  /** `root` has the canvases; `themed` hears every theme, the first at once. */
  constructor(root: HTMLElement, themed: (theme: Theme) => void, resized: () => void) {
    this.#root = root;
    this.#minimap = new Minimap(
      root.querySelector<HTMLCanvasElement>(".minimap canvas")!,
      root.querySelector<HTMLElement>(".minimap-frame")!,
    );
    this.#canvas = new MapCanvas(root, {
      ...{ themed, resized },
      drawn: (picture) => this.#minimap.follow(picture, devicePixelRatio),
    });
  }

  get picture(): MapPicture {
    return this.#canvas.picture;
  }

  dispose(): void {
    this.#canvas.dispose();
  }

  resize(): void {
    this.#canvas.resize();
  }

  /** Other words begin a picture anew; the same at other places move there. */
  showMap({ map }: MapState, before: MapState["map"], smooth: boolean): void {
    if (map && before?.words === map.words) {
      if (before.positions !== map.positions)
        this.picture.movePoints(map.positions, map.dimensions, smooth);
      return;
    }
    this.picture.setPoints({
      words: map?.words ?? [],
      counts: map?.counts ?? new Uint32Array(),
      positions: map?.positions ?? new Float32Array(),
      dimensions: map?.dimensions ?? 2,
      formerFrom: null,
    });
  }

  showSubject(subject: StageSubject, rows: MapRows): void {
    const { pointed, cursor, picked, neighbors } = subject;
    this.picture.setSubject({
      picked: rows.of(picked),
      neighbors: rows.neighbors(neighbors),
      strangers: this.#strangers(subject, rows),
      arrows: this.#arrows(subject, rows),
      fidelity: subject.state.map?.fidelity?.perPoint ?? null,
      pointed,
      cursor,
      obstacles: this.#obstacles(),
    });
  }

  /** Centers on a place of the small map. Units: CSS pixels from its corner. */
  goToMinimap(x: number, y: number, smooth: boolean): void {
    const [mapX, mapY] = this.#minimap.toMap(x, y);
    this.picture.centerAt(mapX, mapY, smooth);
  }

  #strangers({ state, picked }: StageSubject, rows: MapRows): readonly NeighborPoint[] {
    const { strangersShown, similarities, map } = state;
    const row = rows.of(picked);
    if (!strangersShown || row === null || similarities?.word !== picked) return [];
    const count = map?.fidelity?.neighbors ?? NEIGHBORS_ON_MAP;
    return strangersOf(row, this.picture.nearestOnMap(row, count), similarities.cosines);
  }

  #arrows({ formula }: StageSubject, rows: MapRows): readonly MapArrow[] {
    return formula ? analogyArrows(formula, (word) => rows.of(word)) : [];
  }

  /** What lies over the map, so that no label goes below. */
  #obstacles(): readonly Box[] {
    const around = this.#root.querySelector(".map-body")!.getBoundingClientRect();
    return [...this.#root.querySelectorAll(".map-legend, .minimap, .map-selection, .map-axis")]
      .map((part) => part.getBoundingClientRect())
      .filter(({ width }) => width > 0)
      .map(({ left, right, top, bottom }) => ({
        left: left - around.left - 2,
        right: right - around.left + 2,
        top: top - around.top - 2,
        bottom: bottom - around.top + 2,
      }));
  }
}

/** The rows of words, and the colors of one map's words. */
export class MapRows {
  #words: readonly string[] = [];
  #rows: ReadonlyMap<string, number> = new Map();
  readonly #colors = new MapColors();
  #pending: ReturnType<MapColors["of"]>;

  /** Takes over another state; the same words keep their rows. */
  follow(state: MapState): void {
    const words = state.map?.words ?? [];
    if (words !== this.#words) {
      this.#words = words;
      this.#rows = new Map(words.map((word, row) => [word, row]));
    }
    this.#pending = this.#colors.of(state, this.#rows) ?? this.#pending;
  }

  of(word: string | null): number | null {
    return word === null ? null : (this.#rows.get(word) ?? null);
  }

  /** The neighbors that the map has. */
  neighbors(neighbors: readonly Neighbor[]): NeighborPoint[] {
    return neighbors.flatMap(({ word, cosine }) => {
      const row = this.of(word);
      return row === null ? [] : [{ row, cosine }];
    });
  }

  /** The ends of the scale of colors; null where they are no numbers. */
  get ends(): ScaleEnds | null {
    return this.#colors.ends;
  }

  /** Gives the picture new colors, where there are any. */
  color(picture: MapPicture): void {
    if (this.#pending) picture.setColors(this.#pending);
    this.#pending = undefined;
  }
}
