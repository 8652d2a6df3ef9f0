/** Colors the words of the visible text: by their similarity to a word, by the group of the map they belong to, or those that are used differently here. */
import * as vscode from "vscode";
import { DARK_CATEGORY_COLORS, LIGHT_CATEGORY_COLORS } from "../drawing/categoryColors.ts";
import { WordfieldError } from "../errors.ts";
import type { Calls } from "../protocol/channel.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import type { Rating } from "../protocol/ratingMessages.ts";
import type { Models } from "./models.ts";
import type { Reporter } from "./report.ts";

/** What coloring needs. */
export interface WordColorsParts {
  readonly calls: Calls<EngineRequests>;
  readonly models: Models;
  readonly reporter: Reporter;
  /** Where the choice is kept for the next session. */
  readonly memory: vscode.Memento;
}

/** What the words are colored by; null for nothing. */
export type WordColoring =
  | { readonly by: "similarity"; readonly word: string }
  | { readonly by: "departure" }
  | { readonly by: "cluster" }
  | null;

const MEMORY_KEY = "wordfield.wordColors";
/** Scrolling and typing come in groups. */
const SETTLING_MS = 120;
/** Of each visible range; a minified file may be one line of megabytes. Units: UTF-16 units. */
const LONGEST_PART = 20_000;
/** Lines above and below what is seen, so that scrolling a little shows no plain text. */
const SPARE_LINES = 20;
/** The least cosine of each color, the strongest last. */
const SIMILARITY_STEPS = [0.3, 0.4, 0.5, 0.65];
/** The least number of standard deviations of each underline. */
const DEPARTURE_STEPS = [2, 3];
/** The number of each group that has a color, as on the map. */
const CLUSTER_STEPS = DARK_CATEGORY_COLORS.map((_, group) => group + 1);
const STEPS = {
  similarity: SIMILARITY_STEPS,
  departure: DEPARTURE_STEPS,
  cluster: CLUSTER_STEPS,
} as const;
/** Fewer uses tell little; as in "Words Used Differently Here". */
const MINIMUM_USES = 100;

/** Keeps the colors of all visible editors up to date. */
export class WordColors implements vscode.Disposable {
  readonly #parts: WordColorsParts;
  readonly #types: Readonly<Record<keyof typeof STEPS, readonly vscode.TextEditorDecorationType[]>>;
  readonly #subscriptions: vscode.Disposable[];
  #coloring: WordColoring;
  #timer: NodeJS.Timeout | undefined;
  #asking: AbortController | undefined;
  /** The latest refresh. */
  #refreshing: Promise<void> = Promise.resolve();
  #painted = 0;

  constructor(parts: WordColorsParts) {
    this.#parts = parts;
    const similarity = SIMILARITY_STEPS.map((_, step) =>
      vscode.window.createTextEditorDecorationType({
        backgroundColor: new vscode.ThemeColor(`wordfield.similarity${step + 1}`),
        borderRadius: "2px",
      }),
    );
    const departure = DEPARTURE_STEPS.map((_, step) =>
      vscode.window.createTextEditorDecorationType({
        textDecoration: `underline ${step === 0 ? "dotted" : "wavy"} from-font`,
        backgroundColor: new vscode.ThemeColor(`wordfield.unusual${step + 1}`),
        overviewRulerColor: new vscode.ThemeColor("wordfield.unusual2"),
        overviewRulerLane: vscode.OverviewRulerLane.Right,
      }),
    );
    const underlined = (color: string) => ({
      textDecoration: `underline ${color} 2px`,
      backgroundColor: `${color}1f`,
    });
    const cluster = CLUSTER_STEPS.map((_, group) =>
      vscode.window.createTextEditorDecorationType({
        dark: underlined(DARK_CATEGORY_COLORS[group]!),
        light: underlined(LIGHT_CATEGORY_COLORS[group]!),
      }),
    );
    this.#types = { similarity, departure, cluster };
    this.#coloring = parseColoring(parts.memory.get(MEMORY_KEY));
    const refresh = () => this.#refreshSoon();
    this.#subscriptions = [
      vscode.window.onDidChangeVisibleTextEditors(refresh),
      vscode.window.onDidChangeTextEditorVisibleRanges(refresh),
      vscode.workspace.onDidChangeTextDocument(refresh),
      parts.models.onDidChange(refresh),
      ...similarity,
      ...departure,
      ...cluster,
    ];
    refresh();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** How many words are colored in the visible editors. */
  get painted(): number {
    return this.#painted;
  }

  /** What the words are colored by. */
  get coloring(): WordColoring {
    return this.#coloring;
  }

  /**
   * Colors by something else, now and in later sessions of the workspace.
   *
   * Errors: those of the engine; `bad-input` where the model does not have the word. The colors stay as they were.
   */
  async choose(coloring: WordColoring): Promise<void> {
    const model = this.#parts.models.active;
    // What cannot be had is told to whoever asked for it, and not again with every refresh.
    if (coloring && model) {
      const rated = await this.#rate(model.path, "", coloring);
      if ("missing" in rated) throw unknownWord(coloring, model.name);
    }
    this.#coloring = coloring;
    await this.#parts.memory.update(MEMORY_KEY, coloring ?? undefined);
    // Scrolling or typing may begin a later refresh, which takes the place of this one.
    let refresh = this.#refresh();
    for (; ; refresh = this.#refreshing) {
      await refresh;
      if (refresh === this.#refreshing) return;
    }
  }

  #refreshSoon(): void {
    if (!this.#coloring) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#refresh().catch((thrown: unknown) => this.#parts.reporter.note(thrown));
    }, SETTLING_MS);
  }

  /** Begins anew; an earlier refresh that is not done ends, and paints nothing more. */
  #refresh(): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.#refreshing = this.#rateAndPaint(asking.signal).catch((thrown: unknown) => {
      if (!asking.signal.aborted) throw thrown;
    });
    return this.#refreshing;
  }

  async #rateAndPaint(signal: AbortSignal): Promise<void> {
    const coloring = this.#coloring;
    const model = this.#parts.models.active;
    let painted = 0;
    for (const editor of vscode.window.visibleTextEditors) {
      if (!coloring || !model) {
        this.#paint(editor, []);
        continue;
      }
      const { version } = editor.document;
      const words: RatedRange[] = [];
      for (const { start, text } of visibleParts(editor)) {
        const rated = await this.#rate(model.path, text, coloring, signal);
        if (signal.aborted) return;
        if ("missing" in rated) break; // another model, which does not have the word
        const place = (unit: number) => editor.document.positionAt(start + unit);
        for (const [i, rating] of rated.ratings.entries())
          if (isColored(coloring, rating))
            words.push({
              rating,
              range: new vscode.Range(place(rated.starts[i]!), place(rated.ends[i]!)),
            });
      }
      // A text that has changed meanwhile is rated anew by the change.
      if (editor.document.version !== version) continue;
      this.#paint(editor, words);
      painted += words.length;
    }
    this.#painted = painted;
  }

  #rate(
    modelPath: string,
    text: string,
    coloring: NonNullable<WordColoring>,
    signal?: AbortSignal,
  ) {
    const rating: Rating =
      coloring.by === "departure" ? { by: "departure", minimumUses: MINIMUM_USES } : coloring;
    return this.#parts.calls.rateText({ modelPath, text, rating }, signal);
  }

  #paint(editor: vscode.TextEditor, words: readonly RatedRange[]): void {
    for (const by of ["similarity", "departure", "cluster"] as const) {
      const steps: readonly number[] = STEPS[by];
      const rated = this.#coloring?.by === by ? words : [];
      for (const [step, type] of this.#types[by].entries()) {
        const next = steps[step + 1] ?? Infinity;
        editor.setDecorations(
          type,
          rated
            .filter(({ rating }) => rating >= steps[step]! && rating < next)
            .map(({ range }) => range),
        );
      }
    }
  }
}

function unknownWord(coloring: NonNullable<WordColoring>, modelName: string): WordfieldError {
  const word = coloring.by === "similarity" ? coloring.word : "";
  return new WordfieldError(
    "bad-input",
    vscode.l10n.t("“{0}” is not among the words of {1}. Choose another word.", word, modelName),
  );
}

interface RatedRange {
  readonly range: vscode.Range;
  readonly rating: number;
}

function isColored({ by }: NonNullable<WordColoring>, rating: number): boolean {
  return rating >= STEPS[by][0]! && (by !== "cluster" || rating <= CLUSTER_STEPS.length);
}

/** What is seen of a document and a little around it; `start` in UTF-16 units from the document's beginning. */
function visibleParts({ document, visibleRanges }: vscode.TextEditor) {
  const parts: { start: number; text: string }[] = [];
  let done = 0;
  for (const range of visibleRanges) {
    const from = new vscode.Position(Math.max(0, range.start.line - SPARE_LINES), 0);
    const to = new vscode.Position(range.end.line + SPARE_LINES + 1, 0);
    const start = Math.max(done, document.offsetAt(from));
    const end = Math.min(document.offsetAt(to), start + LONGEST_PART);
    if (end <= start) continue;
    const text = document.getText(
      new vscode.Range(document.positionAt(start), document.positionAt(end)),
    );
    parts.push({ start, text });
    done = end;
  }
  return parts;
}

function parseColoring(saved: unknown): WordColoring {
  if (typeof saved !== "object" || saved === null || !("by" in saved)) return null;
  if (saved.by === "departure" || saved.by === "cluster") return { by: saved.by };
  return saved.by === "similarity" && "word" in saved && typeof saved.word === "string"
    ? { by: "similarity", word: saved.word }
    : null;
}
