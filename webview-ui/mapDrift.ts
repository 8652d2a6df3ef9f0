/** Compares the model of the map with another: which words moved most, and where to. */
import type { Calls } from "../src/protocol/channel.ts";
import type { MovedWord } from "../src/protocol/driftMessages.ts";
import type { PageRequests } from "../src/protocol/pageMessages.ts";
import type { FormulaAnswer } from "../src/protocol/wordMessages.ts";
import { Latest } from "./latest.ts";
import type { MapState } from "./mapState.ts";
import type { Questions } from "./questions.ts";
import type { MapArrow } from "./rendering/mapArrows.ts";

/** Another model beside that of the map. */
export interface Drift {
  readonly path: string;
  readonly name: string;
  /** Null until they are known; the word that moved most first. */
  readonly moved: readonly MovedWord[] | null;
}

/** More arrows than these hide what is below. */
const MOST_ARROWS = 40;

/** Where answers go. */
interface DriftEffects {
  readonly calls: Calls<PageRequests>;
  readonly questions: Questions;
  readonly update: (change: (map: MapState) => MapState) => void;
}

/** Asks for the words that moved; every method returns at once. */
export class MapDrift {
  readonly #effects: DriftEffects;
  readonly #asking = new Latest();

  constructor(effects: DriftEffects) {
    this.#effects = effects;
  }

  cancel(): void {
    this.#asking.cancel();
  }

  /** Compares with a model; null for none. */
  compare(other: { readonly path: string; readonly name: string } | null): void {
    const { calls, questions, update } = this.#effects;
    this.#asking.cancel();
    update((map) => ({ ...map, selection: null, drift: other && { ...other, moved: null } }));
    if (!other) return;
    const { path } = other;
    void questions.ask(this.#asking, (signal) => calls.listMovedWords({ path }, signal), {
      arrived: ({ moved }) =>
        update((map) => (map.drift?.path === path ? { ...map, drift: { ...other, moved } } : map)),
      failed: () => update((map) => ({ ...map, drift: null })),
    });
  }
}

/** Arrows from where words stand to where their neighbors in the other model do; that of the picked word stands out. */
export function driftArrows(
  { drift }: MapState,
  rowOf: (word: string) => number | null,
  picked: string | null,
): readonly MapArrow[] {
  const arrows: MapArrow[] = [];
  for (const { word, secondNeighbors } of drift?.moved ?? []) {
    const from = rowOf(word);
    const isPicked = word === picked;
    if (from === null || (arrows.length >= MOST_ARROWS && !isPicked)) continue;
    const to = secondNeighbors.flatMap((neighbor) => rowOf(neighbor) ?? []);
    arrows.push({ from, to, strong: isPicked });
  }
  return arrows;
}

/** Of `a - b + c`, which finds d: from b to a, and from c to d. */
export function analogyArrows(
  { terms, candidates }: FormulaAnswer,
  rowOf: (word: string) => number | null,
): readonly MapArrow[] {
  const added = terms.filter(({ weight }) => weight === 1).map(({ entry }) => entry.word);
  const taken = terms.filter(({ weight }) => weight === -1).map(({ entry }) => entry.word);
  const [a, c] = added;
  const [b] = taken;
  const d = candidates[0]?.word;
  if (terms.length !== 3 || !a || !b || !c || d === undefined) return [];
  return [[b, a] as const, [c, d] as const].flatMap(([from, to]) => {
    const [start, end] = [rowOf(from), rowOf(to)];
    return start === null || end === null ? [] : [{ from: start, to: [end], strong: true }];
  });
}
