/** What the user can do: asks the host and turns answers into state. */
import type { Balance } from "../src/protocol/groundingMessages.ts";
import type { Calls } from "../src/protocol/channel.ts";
import type { Occurrence } from "../src/protocol/placeMessages.ts";
import type { NeighborList, WordEntry } from "../src/protocol/modelMessages.ts";
import type { PageCommand, PageRequests, PanelState } from "../src/protocol/pageMessages.ts";
import { asTerm, isFormula } from "./formulaText.ts";
import { Latest } from "./latest.ts";
import { NeighborQuestions } from "./neighborQuestions.ts";
import { Questions, SLOW_MS } from "./questions.ts";
import { KeptViews, withRequestedView } from "./keptViews.ts";
import { MapExplorer } from "./mapExplorer.ts";
import {
  askedWord,
  modelKey,
  panelArrived,
  sectionToggled,
  traveled,
  waitingFor,
  wordAsked,
  type PageState,
  type SectionName,
} from "./state.ts";
import type { Sashes } from "./layout.ts";
import type { Store } from "./store.ts";
import { WordSetQuestions } from "./wordSet.ts";
import { Reasons } from "./whySimilar.ts";

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
  /** The list of words that are compared. */
  readonly wordSet: WordSetQuestions;
  /** Why words are near. */
  readonly reasons: Reasons;
  readonly map: MapExplorer;
  readonly views: KeptViews;
  readonly #lines = new Latest();
  readonly #survey = new Latest();

  constructor(calls: Calls<PageRequests>, store: Store) {
    this.#calls = calls;
    this.#store = store;
    this.#questions = new Questions(store);
    this.neighbors = new NeighborQuestions(calls, store, this.#questions);
    this.wordSet = new WordSetQuestions(calls, store, this.#questions);
    this.reasons = new Reasons(calls, store, this.#questions);
    this.map = new MapExplorer(calls, store, this.#questions);
    this.views = new KeptViews(calls, store, this.#questions);
  }

  /** Weighs what words mean here against what they mean in general, in all answers of the page. */
  readonly setBalance = (balance: Balance): void => {
    this.neighbors.change({ balance });
    this.wordSet.ask();
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
    this.#store.update((s) => withRequestedView(s, panel));
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
      this.wordSet.ask();
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

  /** Adds a word to what is asked for: a word becomes a formula, and a formula longer. */
  addToFormula(word: string): void {
    const asked = askedWord(this.#store.state);
    if (asked === null) this.showWord(word);
    else this.showWord(`${isFormula(asked) ? asked : asTerm(asked)} + ${asTerm(word)}`);
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
    if (isFormula(word)) {
      // The lines are those of the answer.
      this.neighbors.ask(word, (result) => {
        const best = "candidates" in result ? result.candidates[0] : undefined;
        if (best) this.#readLines(best.word, FIRST_LINES);
      });
      return;
    }
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

  #readSurvey(): void {
    void this.#questions.ask(this.#survey, (signal) => this.#calls.surveyWorkspace({}, signal), {
      arrived: (survey) => this.#store.update((s) => ({ ...s, survey })),
    });
  }

  #subjects(): readonly { cancel(): void }[] {
    return [this.neighbors, this.reasons, this.wordSet, this.map, this.#lines];
  }
}
