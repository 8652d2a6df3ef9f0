/** Which tab is shown: chosen by the user, or by a command of the editor. */
import { askedWord, modelKey, type PageState } from "../state.ts";
import type { Store } from "../store.ts";
import type { PanelState } from "../../src/protocol/pageMessages.ts";
import type { CompareReader } from "../compare/compareReader.ts";
import { pairStamp } from "../compare/compareState.ts";
import { isFormula } from "../formulaText.ts";
import type { ContextReader } from "./contextReader.ts";
import type { SensesReader } from "./sensesReader.ts";

/** The tabs of the page. */
export const VIEWS = ["explore", "context", "senses", "compare"] as const;
export type View = (typeof VIEWS)[number];

/** What the tabs of meaning are asked with. */
export interface Meaning {
  readonly context: ContextReader;
  readonly senses: SensesReader;
  readonly compare: CompareReader;
  readonly tabs: Tabs;
}

/** Keeps the tab that is shown supplied with what it is about. */
export class Tabs {
  readonly #store: Store;
  readonly #context: ContextReader;
  readonly #senses: SensesReader;
  readonly #compare: CompareReader;
  readonly #showWord: (word: string) => void;
  #before: PageState;

  /** `showWord` makes a word the one that the page is about. */
  constructor(
    store: Store,
    { context, senses, compare }: Omit<Meaning, "tabs">,
    showWord: (word: string) => void,
  ) {
    this.#store = store;
    this.#showWord = showWord;
    this.#context = context;
    this.#senses = senses;
    this.#compare = compare;
    this.#before = store.state;
    store.subscribe((state) => this.#follow(state));
  }

  /** Shows a tab. */
  show(view: View): void {
    if (this.#store.state.view !== view) this.#store.update((s) => ({ ...s, view }));
  }

  /** Follows what changed: a command's wish, another tab, another word, another model. */
  #follow(state: PageState): void {
    const before = this.#before;
    this.#before = state;
    if (state.panel === null || state.isRemembered) return;
    const request = state.panel.tabRequest ?? null;
    if (request && request.serial !== state.followedTab) {
      this.#store.update((s) => ({ ...s, view: request.tab, followedTab: request.serial }));
      if (request.tab === "context") this.#context.show(request.selection);
      else if (request.tab === "compare") this.#compare.compare(request.pair ?? undefined);
      else if (request.word !== null) {
        this.#showWord(request.word);
        this.#senses.show(request.word);
      }
      return;
    }
    // A word that comes with the cursor is looked at in the tab that is shown.
    const isCalled = state.followed !== before.followed && !state.panel.following;
    if (isCalled && state.view !== "explore") {
      this.show("explore");
      return;
    }
    const arrived = before.panel === null || before.isRemembered;
    const renewed = modelKey(state.panel) !== modelKey(before.panel);
    if (before.view === "context" && state.view !== "context") this.#context.mark(false);
    if (state.view === "context") {
      if (state.context.status === "none") {
        if (state.context.selection) this.#context.again();
        else void this.#context.readSelection();
      } else if (renewed && !arrived) this.#context.again();
      else if (before.view !== "context") this.#context.mark(true);
    }
    const word = askedWord(state);
    if (state.view === "compare") this.#followCompare(state, state.panel);
    if (state.view !== "senses" || word === null || state.senses.word === word) return;
    if (before.view !== "senses" || askedWord(before) !== word || arrived) this.#senses.show(word);
  }

  /** Asks what is to be compared, and again where a model was trained anew, whichever is the active one. */
  #followCompare(state: PageState, panel: PanelState): void {
    const { compare } = state;
    const active = panel.model.kind === "ready" ? panel.model.model.path : null;
    if (compare.status === "wanted") this.#compare.ask();
    else if (compare.status === "choosing") {
      // What one has looked at is what one compares with.
      if (compare.firstPath === null && active !== null)
        this.#compare.choose({ firstPath: active });
    } else if (compare.stamp !== pairStamp(panel.modelNames, compare)) this.#compare.compare();
    else if (compare.status === "ready") {
      const asked = askedWord(state);
      const word = asked === null || isFormula(asked) ? null : asked;
      if (word !== compare.word) this.#compare.showWord(word);
    }
  }
}
