/** Asks what two models say of the same words. */
import { toWordfieldError } from "../../src/errors.ts";
import type { Calls } from "../../src/protocol/channel.ts";
import type { ModelPair } from "../../src/protocol/driftMessages.ts";
import type { ProjectionSnapshot } from "../../src/protocol/mapMessages.ts";
import type { PageRequests } from "../../src/protocol/pageMessages.ts";
import { Latest } from "../latest.ts";
import { SLOW_MS } from "../questions.ts";
import { askedWord } from "../state.ts";
import type { Store } from "../store.ts";
import { text } from "../texts.ts";
import {
  modelsChosen,
  pairMapArrived,
  pairMapProgressed,
  pairStamp,
  type CompareState,
  type Side,
} from "./compareState.ts";

/** What the user can do in the Compare tab; every method returns at once, answers arrive in the store. */
export class CompareReader {
  readonly #calls: Calls<PageRequests>;
  readonly #store: Store;
  readonly #showWord: (word: string) => void;
  readonly #list = new Latest();
  readonly #map = new Latest();
  readonly #first = new Latest();
  readonly #second = new Latest();

  /** `showWord` makes a word the one that the page is about. */
  constructor(calls: Calls<PageRequests>, store: Store, showWord: (word: string) => void) {
    this.#calls = calls;
    this.#store = store;
    this.#showWord = showWord;
  }

  /** Chooses one of the models, or both; asks at once where two are being compared. */
  choose(change: { readonly [P in keyof ModelPair]?: string }): void {
    const { firstPath, secondPath, status } = this.#state;
    this.#begin({ firstPath, secondPath, ...change }, status === "choosing" ? status : "wanted");
  }

  /** Compares two models, as a command asks for; without them, those that are chosen. */
  compare(pair: Pick<CompareState, "firstPath" | "secondPath"> = this.#state): void {
    this.#begin(pair, "wanted");
  }

  /** What was before becomes what is after. */
  swap(): void {
    const { firstPath, secondPath, status } = this.#state;
    this.#begin({ firstPath: secondPath, secondPath: firstPath }, status);
  }

  /** Compares nothing any more; both models stay chosen. */
  close(): void {
    this.#begin(this.#state, "choosing");
  }

  /** Asks what is wanted and not asked yet. */
  ask(): void {
    const { firstPath, secondPath, status } = this.#state;
    if (status !== "wanted" || firstPath === null || secondPath === null) return;
    const stamp = pairStamp(this.#store.state.panel?.modelNames ?? [], this.#state);
    if (firstPath === secondPath) {
      const problem = text("compareSameModel");
      this.#update((s) => ({ ...s, stamp, status: "failed", problem }));
      return;
    }
    this.#update((s) => ({ ...s, stamp, status: "waiting" }));
    void this.#askList({ firstPath, secondPath });
  }

  /** Shows what a word is near in both models. */
  showWord(word: string | null): void {
    this.#first.cancel();
    this.#second.cancel();
    this.#update((s) => ({ ...s, word, first: null, second: null }));
    const { firstPath, secondPath } = this.#state;
    if (word === null || firstPath === null || secondPath === null) return;
    void this.#askSide(this.#first, firstPath, word, (first) => ({ first }));
    void this.#askSide(this.#second, secondPath, word, (second) => ({ second }));
  }

  setArrows(arrows: CompareState["arrows"]): void {
    this.#update((s) => ({ ...s, arrows }));
  }

  /** Takes over how far the projection is. */
  progressed(snapshot: ProjectionSnapshot): void {
    this.#update((s) => pairMapProgressed(s, snapshot));
  }

  /** Stops the projection; the list stays, and the words where they are by then. */
  stopMap(): void {
    this.#map.cancel();
    this.#update((s) => ({ ...s, run: null, mapProblem: text("mapStopped") }));
  }

  /** Asks for the map again. */
  askMap(): void {
    const { firstPath, secondPath } = this.#state;
    if (firstPath !== null && secondPath !== null) void this.#project({ firstPath, secondPath });
  }

  #begin(
    pair: Pick<CompareState, "firstPath" | "secondPath">,
    status: CompareState["status"],
  ): void {
    for (const question of [this.#list, this.#map, this.#first, this.#second]) question.cancel();
    const isChoosing = status === "choosing" || pair.firstPath === null || pair.secondPath === null;
    this.#update((s) => modelsChosen(s, pair, isChoosing ? "choosing" : "wanted"));
    this.ask();
  }

  async #askList(pair: ModelPair): Promise<void> {
    const signal = this.#list.begin();
    const timer = setTimeout(() => {
      if (!signal.aborted) this.#update((s) => ({ ...s, status: "slow" }));
    }, SLOW_MS);
    try {
      const found = await this.#calls.listMovedWords(pair, signal);
      if (signal.aborted) return;
      this.#update((s) => ({ ...s, status: "ready", found }));
      this.#store.update((s) => ({
        ...s,
        announcement: text("compareRead", found.clear, found.compared),
      }));
      const asked = askedWord(this.#store.state);
      if (asked === null && found.moved[0]) this.#showWord(found.moved[0].word);
      void this.#project(pair);
    } catch (thrown) {
      if (signal.aborted) return;
      const { message } = toWordfieldError(thrown);
      this.#update((s) => ({ ...s, status: "failed", problem: message }));
    } finally {
      clearTimeout(timer);
    }
  }

  async #project(pair: ModelPair): Promise<void> {
    const signal = this.#map.begin();
    const runId = crypto.randomUUID();
    this.#update((s) => ({ ...s, run: { runId, fraction: 0 }, mapProblem: null }));
    try {
      const map = await this.#calls.projectModels({ ...pair, runId }, signal);
      if (!signal.aborted) this.#update((s) => pairMapArrived(s, map));
    } catch (thrown) {
      if (signal.aborted) return;
      const { message } = toWordfieldError(thrown);
      this.#update((s) => ({ ...s, run: null, map: null, mapProblem: message }));
    }
  }

  async #askSide(
    question: Latest,
    path: string,
    word: string,
    change: (side: Side) => Partial<CompareState>,
  ): Promise<void> {
    const signal = question.begin();
    const arrived = (side: Side) => {
      if (!signal.aborted) this.#update((s) => ({ ...s, ...change(side) }));
    };
    try {
      arrived(await this.#calls.readWordIn({ path, word }, signal));
    } catch (thrown) {
      arrived({ problem: toWordfieldError(thrown).message });
    }
  }

  get #state(): CompareState {
    return this.#store.state.compare;
  }

  #update(change: (state: CompareState) => CompareState): void {
    this.#store.update((s) => {
      const compare = change(s.compare);
      return compare === s.compare ? s : { ...s, compare };
    });
  }
}
