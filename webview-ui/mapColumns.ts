/** Asks what is said of the map's words, to color them by it. */
import type { Calls } from "../src/protocol/channel.ts";
import type { PageRequests } from "../src/protocol/pageMessages.ts";
import type { ColumnSource, WordColumn } from "../src/protocol/wordColumnMessages.ts";
import { language } from "./language.ts";
import { Latest } from "./latest.ts";
import type { MapState, ShownColumn } from "./mapState.ts";
import type { Questions } from "./questions.ts";
import type { Coloring } from "./rendering/pointColors.ts";
import { text } from "./texts.ts";

type Asked = ColumnSource["of"];

/** The colors that the host has to be asked for. */
const ASKED: readonly Asked[] = ["folder", "kind", "language", "script", "departure", "table"];

/** What a map is colored by that it does not know by itself; null for the other colors. */
function askedColumn(coloring: Coloring): Asked | null {
  return ASKED.find((asked) => asked === coloring) ?? null;
}

/** Where answers go. */
interface ColumnEffects {
  readonly calls: Calls<PageRequests>;
  readonly questions: Questions;
  readonly map: () => MapState;
  readonly update: (change: (map: MapState) => MapState) => void;
}

/** The columns of one map; every method returns at once. */
export class MapColumns {
  readonly #effects: ColumnEffects;
  readonly #asking = new Latest();
  readonly #choosing = new Latest();
  /** What is being asked: a picture that is drawn meanwhile asks for nothing twice. */
  #awaited: { readonly of: Asked; readonly words: readonly string[] } | null = null;
  /** The table that the user has chosen last. */
  #tableName: string | null = null;

  constructor(effects: ColumnEffects) {
    this.#effects = effects;
  }

  cancel(): void {
    this.#forget();
    this.#choosing.cancel();
  }

  /** Colors by something else; what has to be asked for comes when it is there. */
  color(coloring: Coloring): void {
    this.#forget();
    this.#effects.update((map) => ({ ...map, coloring, only: [], column: null }));
    this.complete();
  }

  /** Lets the user choose a table, and colors by it. */
  chooseTable(): void {
    const { calls, questions } = this.#effects;
    void questions.ask(this.#choosing, (signal) => calls.chooseColumn({}, signal), {
      arrived: ({ name }) => {
        if (name === null) return;
        this.#tableName = name;
        this.color("table");
      },
    });
  }

  /** Asks for what the chosen colors need and do not have: after a choice, and when there are other words. */
  complete(): void {
    const { calls, questions, map, update } = this.#effects;
    const { coloring, map: shown, column: known } = map();
    const of = askedColumn(coloring);
    if (of === null || !shown || (known?.of === of && known.words === shown.words)) return;
    const { words } = shown;
    if (this.#awaited?.of === of && this.#awaited.words === words) return;
    this.#awaited = { of, words };
    const name = of === "table" ? (this.#tableName ?? "") : NAMES[of];
    void questions.ask(
      this.#asking,
      (signal) => calls.describeWords({ count: words.length, of }, signal),
      {
        arrived: (content) => {
          this.#awaited = null;
          const column: ShownColumn = { of, name, words, content: inWords(of, content) };
          update((state) => (state.map?.words === words ? { ...state, column } : state));
        },
        // What cannot be had is told once, and the map has the colors that it always has.
        failed: () => {
          this.#awaited = null;
          update((state) => ({ ...state, coloring: "cluster", column: null }));
        },
      },
    );
  }

  #forget(): void {
    this.#asking.cancel();
    this.#awaited = null;
  }
}

/** Languages come as codes. */
function inWords(of: Asked, content: WordColumn): WordColumn {
  if (of !== "language" || content.kind !== "groups") return content;
  const languages = new Intl.DisplayNames(language, { type: "language" });
  return { ...content, names: content.names.map((code) => languages.of(code) ?? code) };
}

const NAMES: Readonly<Record<Exclude<Asked, "table">, string>> = {
  folder: text("mapLegendFolder"),
  kind: text("mapLegendKind"),
  language: text("mapLegendLanguage"),
  script: text("mapLegendScript"),
  departure: text("mapLegendDeparture"),
};
