/** Reads a selection part by part: what is seen first is asked first, and each part comes when it is there. */
import { toWordfieldError } from "../../src/errors.ts";
import type { Calls } from "../../src/protocol/channel.ts";
import type { ContextSelection } from "../../src/protocol/contextPageMessages.ts";
import type { PageRequests } from "../../src/protocol/pageMessages.ts";
import { Latest } from "../latest.ts";
import type { Store } from "../store.ts";
import { text } from "../texts.ts";
import {
  attentionLayer,
  readingArrived,
  selectionTaken,
  unusualShare,
  wordPicked,
  type ContextState,
  type HeadChoice,
} from "./contextState.ts";

const SLOW_MS = 300;
/** Places of the picked word, whose distances are drawn. */
const PLACES = 400;
/** Fewer come first, so that something can be seen soon. */
const FIRST_PLACES = 48;
/** Enough to say whether a word is used as usual. */
const PLACES_FOR_BAR = 16;
/** Of a long selection only so many words get their bar by themselves; the others get it when they are picked. */
const MOST_BARS = 40;
const COPIED_MS = 2_000;

/** What the user can do in the Context tab. */
export class ContextReader {
  readonly #calls: Calls<PageRequests>;
  readonly #store: Store;
  readonly #selection = new Latest();
  readonly #word = new Latest();
  readonly #rest = new Latest();
  /** Ends with the selection that is being read. */
  #selectionSignal: AbortSignal = AbortSignal.abort();
  /** Slices of attention that are on the way, by layer: another word or layer does not ask for them again. */
  readonly #slices = new Map<number, Promise<void>>();

  constructor(calls: Calls<PageRequests>, store: Store) {
    this.#calls = calls;
    this.#store = store;
  }

  get #state(): ContextState {
    return this.#store.state.context;
  }

  /** Takes what is selected in the editor now. */
  async readSelection(): Promise<void> {
    const signal = this.#begin();
    try {
      const { selection } = await this.#calls.readSelection({}, signal);
      if (!signal.aborted) this.show(selection);
    } catch (thrown) {
      this.#failed(thrown, signal);
    }
  }

  /** Reads a selection. */
  show(selection: ContextSelection | null): void {
    this.#update((s) => selectionTaken(s, selection));
    if (this.#state.status === "waiting") void this.#read(this.#begin());
    else this.#begin();
  }

  /** Reads again what is shown, as after another model was chosen or an error. */
  again(): void {
    const { selection } = this.#state;
    if (selection) this.show(selection);
    else void this.readSelection();
  }

  /** Looks at a word of the selection. */
  pick(index: number): void {
    const words = this.#state.reading?.words ?? [];
    if (index < 0 || index >= words.length || index === this.#state.picked) return;
    this.#update((s) => wordPicked(s, index));
    void this.#readWord();
  }

  /** Goes to a layer: everything that depends on it follows. */
  setLayer(layer: number): void {
    const { reading } = this.#state;
    if (!reading || reading.hiddenStates === 0) return;
    const wanted = Math.max(0, Math.min(reading.hiddenStates - 1, Math.round(layer)));
    if (wanted === (this.#state.layer ?? reading.layer)) return;
    this.#update((s) => ({ ...s, layer: wanted }));
    void this.#readLayer(this.#word.begin());
  }

  /** Chooses which attention is drawn, and at which layer of attention. */
  setHead(head: HeadChoice, layer?: number): void {
    this.#update((s) => ({ ...s, head }));
    if (layer !== undefined) this.setLayer(layer + 1);
  }

  /** Marks the picked word in the editor, or takes the mark away when the tab is left. */
  mark(isShown: boolean): void {
    const { reading, picked } = this.#state;
    const word = reading?.words[picked];
    const stretch = isShown && word ? { start: word.start, end: word.end } : null;
    // A mark is a courtesy: where it fails nothing is lost.
    this.#calls.markStretch({ stretch }).catch(() => undefined);
  }

  /** Puts the comparison on the clipboard. */
  async copy(): Promise<void> {
    const { selection } = this.#state;
    if (!selection) return;
    try {
      await this.#calls.copyComparison({ text: selection.text });
      this.#update((s) => ({ ...s, copied: true }));
      this.#store.update((s) => ({ ...s, announcement: text("copied") }));
      setTimeout(() => this.#update((s) => ({ ...s, copied: false })), COPIED_MS);
    } catch (thrown) {
      this.#failed(thrown, undefined);
    }
  }

  /** Gives up what is under way. */
  cancel(): void {
    for (const question of [this.#selection, this.#word, this.#rest]) question.cancel();
  }

  #begin(): AbortSignal {
    this.#word.cancel();
    this.#rest.cancel();
    this.#slices.clear();
    this.#selectionSignal = this.#selection.begin();
    return this.#selectionSignal;
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { selection } = this.#state;
    if (!selection) return;
    const timer = setTimeout(() => {
      if (!signal.aborted) this.#update((s) => ({ ...s, status: "slow" }));
    }, SLOW_MS);
    try {
      const reading = await this.#readContext(selection.text, signal);
      if (signal.aborted) return;
      this.#update((s) => readingArrived(s, reading));
      this.#store.update((s) => ({
        ...s,
        announcement: text("contextRead", reading.words.length),
      }));
    } catch (thrown) {
      this.#failed(thrown, signal);
      return;
    } finally {
      clearTimeout(timer);
    }
    if (this.#state.status === "ready") await this.#readWord();
  }

  /** A layer of before may be one that this encoder does not have. */
  async #readContext(selected: string, signal: AbortSignal) {
    const { layer } = this.#state;
    const first = await this.#calls.readContext({ text: selected, layer: null }, signal);
    if (layer === null || layer >= first.hiddenStates || layer === first.layer) return first;
    return this.#calls.readContext({ text: selected, layer }, signal);
  }

  async #readWord(): Promise<void> {
    const signal = this.#word.begin();
    this.mark(true);
    await this.#readUsage(signal);
    await this.#readNeighbors(signal);
    await this.#readExpected(signal);
    if (!signal.aborted) await this.#readRest();
  }

  async #readLayer(signal: AbortSignal): Promise<void> {
    const { layer } = this.#state;
    await this.#part(signal, async (selected) => {
      const reading = await this.#calls.readContext({ text: selected, layer }, signal);
      if (!signal.aborted) this.#update((s) => readingArrived(s, reading));
    });
    await this.#readUsage(signal);
    // The neighbors of the layer before stay, under its name, until those of this one are there.
    await this.#readNeighbors(signal);
    await this.#readExpected(signal);
    if (!signal.aborted) await this.#readRest();
  }

  async #readNeighbors(signal: AbortSignal): Promise<void> {
    const { layer } = this.#state;
    await this.#part(signal, async (selected, stretch) => {
      const asked = { text: selected, ...stretch, layer };
      const neighbors = await this.#calls.neighborsInContext(asked, signal);
      if (!signal.aborted) this.#update((s) => ({ ...s, neighbors }));
    });
  }

  /** What would stand in the word's place: the same at every layer. */
  async #readExpected(signal: AbortSignal): Promise<void> {
    const { reading, expected } = this.#state;
    if (!reading?.hasMaskedWords || expected !== null) return;
    await this.#part(signal, async (selected, stretch) => {
      const found = await this.#calls.expectWords({ text: selected, ...stretch }, signal);
      if (!signal.aborted) this.#update((s) => ({ ...s, expected: found }));
    });
  }

  async #readUsage(signal: AbortSignal): Promise<void> {
    const { reading, picked, layer } = this.#state;
    const word = reading?.words[picked];
    if (!word || word.staticWord === null) return;
    const { staticWord } = word;
    for (const places of [FIRST_PLACES, PLACES])
      await this.#part(signal, async (selected, stretch) => {
        if (places === PLACES && !hasMore(this.#state.usage)) return;
        const asked = { text: selected, ...stretch, staticWord, layer, places };
        const usage = await this.#calls.placeInUsage(asked, signal);
        if (!signal.aborted) this.#update((s) => this.#withShare({ ...s, usage }, picked, usage));
      });
  }

  /** What may come later: attention of the other layers, the curves, the bars. */
  async #readRest(): Promise<void> {
    const signal = this.#rest.begin();
    const { reading } = this.#state;
    if (!reading) return;
    const first = attentionLayer(this.#state);
    const layers = [...Array(reading.attentionLayers).keys()];
    for (const layer of layers.sort((a, b) => Number(b === first) - Number(a === first)))
      if (!signal.aborted && this.#state.attention[layer] === null)
        await (this.#slices.get(layer) ?? this.#readSlice(layer, reading.heads));
    for (const [index, { staticWord, start, end }] of reading.words.slice(0, MOST_BARS).entries()) {
      if (signal.aborted) return;
      if (staticWord === null || this.#state.unusual[index] !== null) continue;
      await this.#part(signal, async (selected) => {
        const asked = { text: selected, start, end, staticWord, layer: null };
        const usage = await this.#calls.placeInUsage({ ...asked, places: PLACES_FOR_BAR }, signal);
        if (!signal.aborted) this.#update((s) => this.#withShare(s, index, usage));
      });
    }
    if (this.#state.curves === null)
      await this.#part(signal, async (selected) => {
        const curves = await this.#calls.measureLayers({ text: selected }, signal);
        if (!signal.aborted) this.#update((s) => ({ ...s, curves }));
      });
  }

  async #readSlice(layer: number, heads: number): Promise<void> {
    const signal = this.#selectionSignal;
    const slice = this.#part(signal, async (text) => {
      const values = await this.#calls.readLayerAttention({ text, layer, heads }, signal);
      if (!signal.aborted)
        this.#update((s) => ({ ...s, attention: s.attention.with(layer, values) }));
    });
    this.#slices.set(layer, slice);
    await slice;
    // What has failed may be asked for again.
    if (this.#slices.get(layer) === slice) this.#slices.delete(layer);
  }

  #withShare(
    state: ContextState,
    index: number,
    usage: Parameters<typeof unusualShare>[0],
  ): ContextState {
    return { ...state, unusual: state.unusual.with(index, unusualShare(usage)) };
  }

  /** Asks for one part; where it fails the others still come, and the tab says what is missing. */
  async #part(
    signal: AbortSignal,
    ask: (selected: string, stretch: { start: number; end: number }) => Promise<void>,
  ): Promise<void> {
    const { selection, reading, picked } = this.#state;
    if (signal.aborted || !selection) return;
    const word = reading?.words[picked];
    try {
      await ask(selection.text, { start: word?.start ?? 0, end: word?.end ?? 0 });
    } catch (thrown) {
      const { code, message } = toWordfieldError(thrown);
      if (!signal.aborted && code !== "canceled") this.#update((s) => ({ ...s, problem: message }));
    }
  }

  #failed(thrown: unknown, signal: AbortSignal | undefined): void {
    if (signal?.aborted) return;
    const { code, message } = toWordfieldError(thrown);
    const problem = code === "canceled" ? text("contextCanceled") : message;
    this.#update((s) => ({ ...s, problem, ...(s.reading ? {} : { status: "failed" as const }) }));
  }

  #update(change: (state: ContextState) => ContextState): void {
    this.#store.update((s) => {
      const context = change(s.context);
      return context === s.context ? s : { ...s, context };
    });
  }
}

/** Whether more places could be encoded than were. */
function hasMore(usage: ContextState["usage"]): boolean {
  return usage !== null && usage.distances.length < usage.total;
}
