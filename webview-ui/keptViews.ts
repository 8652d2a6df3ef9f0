/** Views that the user keeps: what is kept of a page, and how a page becomes such a view again. */
import type { Calls } from "../src/protocol/channel.ts";
import type { PageRequests, PanelState } from "../src/protocol/pageMessages.ts";
import type { Questions } from "./questions.ts";
import { fromSaved, toSaved } from "./savedState.ts";
import { askedWord, type PageState } from "./state.ts";
import type { Store } from "./store.ts";
import { text } from "./texts.ts";

/** Keeps what the page shows, and has the host show what was kept. */
export class KeptViews {
  readonly #calls: Calls<PageRequests>;
  readonly #store: Store;
  readonly #questions: Questions;

  constructor(calls: Calls<PageRequests>, store: Store, questions: Questions) {
    this.#calls = calls;
    this.#store = store;
    this.#questions = questions;
  }

  /** Has the host ask for a name, and keep what is shown. */
  keep(): void {
    const { state } = this.#store;
    // Answers are asked for again: the text may have been trained anew by then.
    const view = JSON.stringify({ ...toSaved(state), remembered: null });
    const title = askedWord(state) ?? text("viewOfMap");
    this.#questions.tell(
      this.#calls.keepView({ title, view }).then(({ isKept }) => {
        if (isKept) this.#store.update((s) => ({ ...s, announcement: text("viewKept") }));
        return {};
      }),
    );
  }

  open(name: string): void {
    this.#questions.tell(this.#calls.openView({ name }));
  }
}

/** The page as the host wants it to be: a view that was kept, before anything is asked for it; the same page without one. */
export function withRequestedView(state: PageState, panel: PanelState): PageState {
  const request = panel.viewRequest ?? null;
  if (!request || request.serial === state.followedView || panel.model.kind !== "ready")
    return state;
  if (panel.model.model.path !== request.modelPath) return state;
  // What belongs to the window, and what commands have asked for, stays as it is.
  const { sashes, closed, followed, followedTab } = state;
  return {
    ...fromSaved(parse(request.view)),
    ...{ sashes, closed, followed, followedTab },
    followedView: request.serial,
  };
}

function parse(view: string): unknown {
  try {
    return JSON.parse(view);
  } catch {
    return null; // damaged in the host's storage: an empty page is shown
  }
}
