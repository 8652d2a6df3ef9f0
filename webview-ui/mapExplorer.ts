/** What the user can do with the map: asks the host and turns answers into state. */
import type { Calls } from "../src/protocol/channel.ts";
import type { Balance } from "../src/protocol/groundingMessages.ts";
import type { ProjectionSnapshot } from "../src/protocol/mapMessages.ts";
import type { MapFileKind } from "../src/protocol/mapPageMessages.ts";
import type { PageRequests } from "../src/protocol/pageMessages.ts";
import { Latest } from "./latest.ts";
import { MapColumns } from "./mapColumns.ts";
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
import { askedBalance, isGrounded } from "./neighborView.ts";
import type { Questions } from "./questions.ts";
import type { Store } from "./store.ts";
import { text } from "./texts.ts";

/** The same words make the same map. */
const SEED = 1;

/** Joins the map to the host; every method returns at once, answers arrive in the store. */
export class MapExplorer {
  readonly #calls: Calls<PageRequests>;
  readonly #store: Store;
  readonly #questions: Questions;
  readonly #quick = new Latest();
  readonly #projection = new Latest();
  readonly #similarities = new Latest();
  /** The word and balance that are being compared: a picture that is drawn meanwhile asks for nothing twice. */
  #measured: {
    readonly word: string;
    readonly balance: Balance;
    readonly words: readonly string[];
  } | null = null;
  /** What the words are colored by. */
  readonly columns: MapColumns;

  constructor(calls: Calls<PageRequests>, store: Store, questions: Questions) {
    this.#calls = calls;
    this.#store = store;
    this.#questions = questions;
    this.columns = new MapColumns({
      ...{ calls, questions },
      map: () => this.#map,
      update: (change) => this.#update(change),
    });
  }

  /** Ends what is under way: another model is there. */
  cancel(): void {
    this.#quick.cancel();
    this.#projection.cancel();
    this.#similarities.cancel();
    this.#measured = null;
    this.columns.cancel();
  }

  /** Shows the model's quick map, then the one that the user has chosen. */
  read(): void {
    this.cancel();
    this.#update((map) => ({ ...mapForgotten(map), status: "waiting" }));
    this.#read();
  }

  /** Places the words in another way, or other words. */
  choose(change: Partial<MapChoice>): void {
    const before = this.#map.choice;
    const choice = { ...before, ...change };
    this.#update((map) => ({ ...map, choice }));
    if (choice.count !== before.count || !this.#map.map) this.#read();
    else this.#project();
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

  /** Compares a word with all of the map; asked once for each word and balance. */
  measure(word: string): void {
    const { map, similarities } = this.#map;
    const asked = askedBalance(this.#store.state);
    const { balance = "auto" } = asked;
    if (!map || (similarities?.word === word && similarities.balance === balance)) return;
    const { words } = map;
    const measured = this.#measured;
    if (measured?.word === word && measured.balance === balance && measured.words === words) return;
    this.#measured = { word, balance, words };
    void this.#questions.ask(
      this.#similarities,
      (signal) => this.#calls.findSimilarities({ word, count: words.length, ...asked }, signal),
      {
        arrived: (result) => {
          if ("missing" in result || this.#map.map?.words !== words) return;
          const { cosines } = result;
          this.#update((state) => ({ ...state, similarities: { word, balance, cosines } }));
        },
      },
    );
  }

  /** Has the host ask where to, and save. */
  save(kind: MapFileKind, content: string): void {
    this.#questions.tell(
      this.#calls.saveMap({ kind, content }).then(({ isSaved }) => {
        if (isSaved) this.#announce(text("mapSaved"));
        return {};
      }),
    );
  }

  /** Tells what could not be done. */
  fail(thrown: unknown): void {
    this.#questions.report(thrown);
  }

  #read(): void {
    this.#projection.cancel();
    const { count } = this.#map.choice;
    this.#update((map) => ({ ...map, run: null, status: map.map ? "ready" : "waiting" }));
    void this.#questions.ask(this.#quick, (signal) => this.#calls.readMap({ count }, signal), {
      arrived: (quick) => {
        this.#update((map) => quickMapArrived(map, quick));
        // A plane through a single word, or through none, is all there is.
        if (quick.words.length > 2) this.#project();
      },
      slow: () => this.#update((map) => (map.map ? map : { ...map, status: "slow" })),
      failed: () => this.#update((map) => ({ ...map, status: map.map ? "ready" : "failed" })),
    });
  }

  #project(): void {
    const runId = crypto.randomUUID();
    const { method, dimensions, count, axes, balance } = this.#map.choice;
    this.#update((map) => ({ ...map, run: { runId, snapshot: null } }));
    const settings = {
      ...{ method, dimensions, count, seed: SEED },
      ...(method === "axes" ? { axes } : {}),
      ...(isGrounded(this.#store.state.panel) ? { balance } : {}),
    };
    void this.#questions.ask(
      this.#projection,
      (signal) => this.#calls.projectMap({ runId, settings }, signal),
      {
        arrived: (result) => this.#update((map) => projectionArrived(map, result)),
        failed: () => this.#update(projectionEnded),
      },
    );
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
