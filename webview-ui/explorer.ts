/** What the user can do: asks the host and turns answers into state. */
import type { Balance } from "../src/protocol/groundingMessages.ts";
import type { Calls } from "../src/protocol/channel.ts";
import type { Occurrence } from "../src/protocol/placeMessages.ts";
import type { NeighborList, WordEntry } from "../src/protocol/modelMessages.ts";
import type { PageCommand, PageRequests, PanelState } from "../src/protocol/pageMessages.ts";
import { formatCosine } from "./formatting.ts";
import { Latest } from "./latest.ts";
import { NeighborQuestions } from "./neighborQuestions.ts";
import { askedBalance } from "./neighborView.ts";
import { Questions, SLOW_MS } from "./questions.ts";
import { MapExplorer } from "./mapExplorer.ts";
import {
  analogyFilled,
  askedWord,
  modelKey,
  pairFilled,
  panelArrived,
  sectionToggled,
  traveled,
  waitingFor,
  wordAsked,
  type AnalogySlot,
  type PageState,
  type PairSlot,
  type SectionName,
} from "./state.ts";
import type { Sashes } from "./layout.ts";
import type { Store } from "./store.ts";
import { Reasons } from "./whySimilar.ts";
import { text } from "./texts.ts";

const ANALOGY_COUNT = 10;
const COMPLETION_COUNT = 8;
const FIRST_LINES = 500;
const ALL_LINES = 100_000;

/** Joins the views to the host; every method returns at once, answers arrive in the store. */
export class Explorer {
  readonly #calls: Calls<PageRequests>;
  readonly #store: Store;
  readonly #questions: Questions;
  /** How neighbors are asked for. */
  readonly neighbors: NeighborQuestions;
  /** Why words are near. */
  readonly reasons: Reasons;
  readonly map: MapExplorer;
  readonly #lines = new Latest();
  readonly #analogy = new Latest();
  readonly #pair = new Latest();
  readonly #survey = new Latest();

  constructor(calls: Calls<PageRequests>, store: Store) {
    this.#calls = calls;
    this.#store = store;
    this.#questions = new Questions(store);
    this.neighbors = new NeighborQuestions(calls, store, this.#questions);
    this.reasons = new Reasons(calls, store, this.#questions);
    this.map = new MapExplorer(calls, store, (thrown) => this.#questions.report(thrown));
  }

  /** Weighs what words mean here against what they mean in general, in all answers of the page. */
  readonly setBalance = (balance: Balance): void => {
    this.neighbors.change({ balance });
    const { analogy, pair } = this.#store.state;
    if (analogy.open) this.#solve();
    if (pair.open) this.#compare();
  };

  /** Asks the host for its state: at the start, and whenever the page becomes visible. */
  async readState(): Promise<void> {
    const slow = setTimeout(
      () => this.#store.update((s) => (s.panel ? s : { ...s, slowStart: true })),
      SLOW_MS,
    );
    try {
      this.panelChanged(await this.#calls.readState({}));
    } catch (thrown) {
      // The page is the last that can tell the user.
      this.#questions.report(thrown);
    } finally {
      clearTimeout(slow);
    }
  }

  /** Follows the host: another model asks everything anew, a command's word is shown. */
  panelChanged(panel: PanelState): void {
    const before = this.#store.state;
    this.#store.update((s) => panelArrived(s, panel));
    if (panel.model.kind === "none" && panel.training === null) this.#readSurvey();
    const ready = panel.model.kind === "ready";
    const renewed = before.isRemembered || modelKey(panel) !== modelKey(before.panel);
    if (renewed) for (const subject of this.#subjects()) subject.cancel();

    const { request } = panel;
    const { followed } = before;
    if (
      ready &&
      request &&
      (followed?.serial !== request.serial || followed.word !== request.word)
    ) {
      this.#store.update((s) => ({
        ...s,
        followed: { serial: request.serial, word: request.word },
        ...(request.show === "lines" ? { tab: "lines" as const } : {}),
      }));
      this.showWord(request.word);
    } else if (ready && renewed) {
      const word = askedWord(this.#store.state);
      if (word !== null) this.#ask((s) => waitingFor(s, word), word);
    }
    if (ready && renewed) {
      this.map.read();
      if (this.#store.state.analogy.open) this.#solve();
      if (this.#store.state.pair.open) this.#compare();
    }
  }

  /** Walks to a word. */
  showWord(typed: string): void {
    const word = typed.trim().normalize("NFC");
    if (word !== "") this.#ask((s) => wordAsked(s, word), word);
  }

  /** Walks the history; negative steps go back. */
  travel(steps: number): void {
    const moved = traveled(this.#store.state, steps);
    const word = askedWord(moved);
    if (moved !== this.#store.state && word !== null) this.#ask(() => moved, word);
  }

  /** Asks again what has failed. */
  retry(): void {
    this.dismissProblem();
    const { state } = this.#store;
    if (state.panel === null) {
      void this.readState();
      return;
    }
    const word = askedWord(state);
    if (word !== null) this.#ask((s) => waitingFor(s, word), word);
    if (state.map.status === "failed") this.map.read();
  }

  /** Shows the places of a word without walking to it. */
  showLines(word: string): void {
    this.#store.update((s) => ({
      ...s,
      tab: "lines",
      evidence: "lines",
      closed: s.closed.filter((n) => n !== "lines"),
    }));
    this.#readLines(word, FIRST_LINES);
  }

  /** Shows the places beyond the first. */
  showAllLines(): void {
    const { word } = this.#store.state.lines;
    if (word !== null) this.#readLines(word, ALL_LINES);
  }

  /** Opens the place in the editor. */
  openPlace({ path, line, column, length }: Occurrence, keep: boolean): void {
    this.#questions.tell(this.#calls.openPlace({ path, line, column, length, keep }));
  }

  /** Fills a place of the analogy, and solves it once all three are there. */
  setAnalogy(slot: AnalogySlot, word: string): void {
    this.#store.update((s) => analogyFilled(s, slot, word.trim()));
    this.#solve();
  }

  /** Puts a word where the analogy has room: the first free place, else the last. */
  addToAnalogy(word: string): void {
    const { analogy } = this.#store.state;
    const slot = (["a", "b", "c"] as const).find((name) => analogy[name] === "") ?? "c";
    this.setAnalogy(slot, word);
  }

  /** Fills a place of the pair, and compares once both are there. */
  setPair(slot: PairSlot, word: string): void {
    this.#store.update((s) => pairFilled(s, slot, word.trim()));
    this.#compare();
  }

  /** Compares two words. */
  comparePair(a: string, b: string): void {
    this.#store.update((s) => pairFilled(pairFilled(s, "a", a), "b", b));
    this.#compare();
  }

  /** Opens or closes the analogy or the pair. */
  toggleTool(tool: "analogy" | "pair"): void {
    this.#store.update((s) => {
      const open = !s[tool].open;
      const found = s.answer.kind === "found" ? s.answer.word : "";
      // The word at hand is the likeliest first one.
      const a = open && s[tool].a === "" ? found : s[tool].a;
      return { ...s, [tool]: { ...s[tool], open, a } };
    });
    if (tool === "analogy") this.#solve();
    else this.#compare();
  }

  /** Words that begin with a text. Errors: none; a failed completion has no words. */
  async complete(typed: string, signal: AbortSignal): Promise<readonly WordEntry[]> {
    try {
      const { words } = await this.#calls.completeWord(
        { text: typed, count: COMPLETION_COUNT },
        signal,
      );
      return words;
    } catch {
      // A completion is a courtesy: the same trouble is told when the word itself is asked for.
      return [];
    }
  }

  /** The nearest words of a word under the pointer; null where there is nothing to tell. */
  async peek(word: string, count: number, signal: AbortSignal): Promise<NeighborList | null> {
    return this.neighbors.peek(word, count, signal);
  }

  /** Marks the word under the pointer in all views. */
  point(word: string | null): void {
    this.#store.update((s) => (s.pointed === word ? s : { ...s, pointed: word }));
  }

  runCommand(command: PageCommand): void {
    this.#questions.tell(this.#calls.runCommand({ command }));
  }

  chooseModel(path: string): void {
    this.#questions.tell(this.#calls.chooseModel({ path }));
  }

  toggleSection(name: SectionName): void {
    this.#store.update((s) => sectionToggled(s, name));
  }

  showTab(tab: PageState["tab"]): void {
    this.#store.update((s) => ({ ...s, tab }));
  }

  moveSash(sashes: Partial<Sashes>): void {
    this.#store.update((s) => ({ ...s, sashes: { ...s.sashes, ...sashes } }));
  }

  dismissProblem(): void {
    this.#store.update((s) => ({ ...s, problem: null }));
  }

  /** Has a screen reader say something. */
  announce(announcement: string): void {
    this.#store.update((s) => ({ ...s, announcement }));
  }

  #ask(change: (state: PageState) => PageState, word: string): void {
    this.#store.update(change);
    if (this.#store.state.panel?.model.kind !== "ready") return; // asked when the model comes
    this.#readLines(word, FIRST_LINES);
    this.neighbors.ask(word);
  }

  #readLines(word: string, limit: number): void {
    this.#store.update((s) => ({ ...s, lines: { ...s.lines, word, status: "waiting" } }));
    void this.#questions.ask(
      this.#lines,
      (signal) => this.#calls.findOccurrences({ word, limit }, signal),
      {
        arrived: (list) =>
          this.#store.update((s) => ({
            ...s,
            lines: { word, status: "ready", shown: { word, list } },
          })),
        slow: () => this.#store.update((s) => ({ ...s, lines: { ...s.lines, status: "slow" } })),
        failed: () =>
          this.#store.update((s) => ({ ...s, lines: { ...s.lines, status: "failed" } })),
      },
    );
  }

  #solve(): void {
    this.#analogy.cancel();
    const { a, b, c } = this.#store.state.analogy;
    if (a === "" || b === "" || c === "") return;
    void this.#questions.ask(
      this.#analogy,
      (signal) =>
        this.#calls.solveAnalogy(
          { a, b, c, count: ANALOGY_COUNT, ...askedBalance(this.#store.state) },
          signal,
        ),
      {
        arrived: (result) => {
          const answer =
            "missing" in result
              ? { kind: "missing" as const, missing: result.missing }
              : { kind: "answers" as const, a, b, c, neighbors: result.neighbors };
          this.#store.update((s) => ({ ...s, analogy: { ...s.analogy, answer } }));
          const best = "neighbors" in result ? result.neighbors[0] : undefined;
          if (best) this.announce(text("analogyRead", a, b, c, best.word));
        },
      },
    );
  }

  #compare(): void {
    this.#pair.cancel();
    const { a, b } = this.#store.state.pair;
    if (a === "" || b === "") return;
    void this.#questions.ask(
      this.#pair,
      (signal) => this.#calls.compareWords({ a, b, ...askedBalance(this.#store.state) }, signal),
      {
        arrived: (result) => {
          const answer =
            "missing" in result
              ? { kind: "missing" as const, missing: result.missing }
              : { kind: "cosine" as const, a, b, cosine: result.cosine };
          this.#store.update((s) => ({ ...s, pair: { ...s.pair, answer } }));
          if ("cosine" in result)
            this.announce(text("similarityRead", a, b, formatCosine(result.cosine)));
        },
      },
    );
  }

  #readSurvey(): void {
    void this.#questions.ask(this.#survey, (signal) => this.#calls.surveyWorkspace({}, signal), {
      arrived: (survey) => this.#store.update((s) => ({ ...s, survey })),
    });
  }

  #subjects(): readonly { cancel(): void }[] {
    return [this.neighbors, this.reasons, this.map, this.#lines, this.#analogy, this.#pair];
  }
}
