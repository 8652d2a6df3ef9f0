/** What the user can do with the map: asks the host and turns answers into state. */
import type { Calls } from "../src/protocol/channel.ts";
import type { ProjectionSnapshot } from "../src/protocol/mapMessages.ts";
import type { MapFileKind } from "../src/protocol/mapPageMessages.ts";
import type { PageRequests } from "../src/protocol/pageMessages.ts";
import { Latest } from "./latest.ts";
import {
  groupPicked,
  mapForgotten,
  projectionArrived,
  projectionEnded,
  projectionProgressed,
  quickMapArrived,
  type MapChoice,
  type MapState,
} from "./mapState.ts";
import type { Coloring } from "./rendering/pointColors.ts";
import type { Store } from "./store.ts";
import { text } from "./texts.ts";

const SLOW_MS = 300;
/** The same words make the same map. */
const SEED = 1;

/** Joins the map to the host; every method returns at once, answers arrive in the store. */
export class MapExplorer {
  readonly #calls: Calls<PageRequests>;
  readonly #store: Store;
  readonly #report: (thrown: unknown) => void;
  readonly #quick = new Latest();
  readonly #projection = new Latest();
  readonly #similarities = new Latest();

  constructor(calls: Calls<PageRequests>, store: Store, report: (thrown: unknown) => void) {
    this.#calls = calls;
    this.#store = store;
    this.#report = report;
  }

  /** Ends what is under way: another model is there. */
  cancel(): void {
    this.#quick.cancel();
    this.#projection.cancel();
    this.#similarities.cancel();
  }

  /** Shows the model's quick map, then the one that the user has chosen. */
  read(): void {
    this.cancel();
    this.#update((map) => ({ ...mapForgotten(map), status: "waiting" }));
    void this.#read();
  }

  /** Places the words in another way, or other words. */
  choose(change: Partial<MapChoice>): void {
    const before = this.#map.choice;
    const choice = { ...before, ...change };
    this.#update((map) => ({ ...map, choice }));
    if (choice.count !== before.count || !this.#map.map) void this.#read();
    else void this.#project();
  }

  /** Stops the projection; the places that it has reached stay. */
  stop(): void {
    this.#projection.cancel();
    this.#update(projectionEnded);
    this.#announce(text("mapStopped"));
  }

  /** Takes over how far a projection is. */
  progressed(snapshot: ProjectionSnapshot): void {
    this.#update((map) => projectionProgressed(map, snapshot));
  }

  color(coloring: Coloring): void {
    this.#update((map) => ({ ...map, coloring, only: [] }));
  }

  /** Shows only one group in color, or adds it to those that are. */
  pickGroup(group: number, adds: boolean): void {
    this.#update((map) => groupPicked(map, group, adds));
  }

  /** Keeps the rows that the user has drawn a line around; null to forget them. */
  select(selection: readonly number[] | null): void {
    this.#update((map) => ({ ...map, selection }));
    this.#announce(text("mapSelected", selection?.length ?? 0));
  }

  showStrangers(strangersShown: boolean): void {
    this.#update((map) => ({ ...map, strangersShown }));
  }

  /** Compares a word with all of the map; asked once for each word. */
  measure(word: string): void {
    const { map, similarities } = this.#map;
    if (!map || similarities?.word === word) return;
    const signal = this.#similarities.begin();
    const { words } = map;
    this.#calls.findSimilarities({ word, count: words.length }, signal).then(
      (result) => {
        if (signal.aborted || "missing" in result || this.#map.map?.words !== words) return;
        const { cosines } = result;
        this.#update((state) => ({ ...state, similarities: { word, cosines } }));
      },
      (thrown: unknown) => {
        if (!signal.aborted) this.#report(thrown);
      },
    );
  }

  /** Has the host ask where to, and save. */
  save(kind: MapFileKind, content: string): void {
    this.#calls.saveMap({ kind, content }).then(({ isSaved }) => {
      if (isSaved) this.#announce(text("mapSaved"));
    }, this.#report);
  }

  /** Tells what could not be done. */
  fail(thrown: unknown): void {
    this.#report(thrown);
  }

  async #read(): Promise<void> {
    this.#projection.cancel();
    const signal = this.#quick.begin();
    const { count } = this.#map.choice;
    this.#update((map) => ({ ...map, run: null, status: map.map ? "ready" : "waiting" }));
    const slow = setTimeout(() => {
      if (!signal.aborted && !this.#map.map) this.#update((map) => ({ ...map, status: "slow" }));
    }, SLOW_MS);
    try {
      const quick = await this.#calls.readMap({ count }, signal);
      if (signal.aborted) return;
      this.#update((map) => quickMapArrived(map, quick));
      // A plane through a single word, or through none, is all there is.
      if (quick.words.length > 2) void this.#project();
    } catch (thrown) {
      // The page is the last that can tell the user.
      if (signal.aborted) return;
      this.#update((map) => ({ ...map, status: map.map ? "ready" : "failed" }));
      this.#report(thrown);
    } finally {
      clearTimeout(slow);
    }
  }

  async #project(): Promise<void> {
    const signal = this.#projection.begin();
    const runId = crypto.randomUUID();
    const { method, dimensions, count, axes } = this.#map.choice;
    this.#update((map) => ({ ...map, run: { runId, snapshot: null } }));
    const settings = {
      ...{ method, dimensions, count, seed: SEED },
      ...(method === "axes" ? { axes } : {}),
    };
    try {
      const result = await this.#calls.projectMap({ runId, settings }, signal);
      if (!signal.aborted) this.#update((map) => projectionArrived(map, result));
    } catch (thrown) {
      // As above.
      if (signal.aborted) return;
      this.#update(projectionEnded);
      this.#report(thrown);
    }
  }

  get #map(): MapState {
    return this.#store.state.map;
  }

  #announce(announcement: string): void {
    this.#store.update((s) => ({ ...s, announcement }));
  }

  #update(change: (map: MapState) => MapState): void {
    this.#store.update((s) => {
      const map = change(s.map);
      return map === s.map ? s : { ...s, map };
    });
  }
}
