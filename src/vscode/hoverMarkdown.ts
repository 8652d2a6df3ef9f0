/** The text of the hover: Markdown in which every word of the corpus is only text. */
import type { Neighbor, NeighborList } from "../protocol/modelMessages.ts";
import { isUnsure, timesOfTen } from "../protocol/neighborConfidence.ts";
import { formatCount } from "./amounts.ts";
import type { Localizer } from "./localizer.ts";

/** The commands that links of the hover may start. */
export const HOVER_COMMANDS = [
  "wordfield.open",
  "wordfield.showLines",
  "wordfield.train",
  "wordfield.lookAround",
] as const;

/** Those that are started with the word. */
type WordCommand = "wordfield.open" | "wordfield.showLines";

// A word of a foreign file may be very long; a hover is read at a glance.
const SHOWN_CHARACTERS = 60;

/** Makes any text safe inside Markdown, tables, HTML and theme icons, and keeps it on one line. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .replaceAll("$(", "$\u2060(") // theme icons are looked for after Markdown's escapes are gone
    .replace(/[\\`*_{}[\]()#+\-.!|~$:@]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}

/** Builds a link target that starts a command of the hover with one word. */
export function toCommandLink(command: WordCommand, word: string): string {
  // encodeURIComponent leaves ( and ) alone, and Markdown would end the target there.
  const argument = encodeURIComponent(JSON.stringify([word])).replace(
    /[()'!*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `command:${command}?${argument}`;
}

/** Writes the hover of one word: its neighbors with similarity and frequency, and links to the panel. */
export function writeHover(
  list: NeighborList & {
    readonly inGeneral?: readonly Neighbor[];
    readonly isUntrained?: boolean;
  },
  modelName: string,
  l10n: Localizer,
): string {
  const { entry, neighbors, inGeneral } = list;
  const times =
    entry.rank === null
      ? ` ${dim(`· ${l10n.t("made of its parts")}`)}`
      : entry.count === null
        ? ""
        : ` ${dim(`· ${entry.count === 1 ? l10n.t("once") : l10n.t("{0} times", formatCount(entry.count))}`)}`;
  const lines =
    entry.count === null
      ? l10n.t("Lines")
      : entry.count === 1
        ? l10n.t("1 line")
        : l10n.t("{0} lines", formatCount(entry.count));
  return [
    `**${shown(entry.word)}**${times}`,
    "",
    ...(inGeneral ? twoListsTable(neighbors, inGeneral, l10n) : neighborTable(neighbors, l10n)),
    "",
    ...(list.isUntrained
      ? [
          `${dim(l10n.t("General meaning; not trained on this workspace yet."))} [${l10n.t("Train…")}](command:wordfield.train)`,
          "",
        ]
      : []),
    "---",
    "",
    [
      `[$(graph-scatter) ${l10n.t("Explore")}](${toCommandLink("wordfield.open", entry.word)})`,
      `[$(references) ${lines}](${toCommandLink("wordfield.showLines", entry.word)})`,
      dim(escapeMarkdown(modelName)),
    ].join(" &nbsp;&nbsp; "),
  ].join("\n");
}

/** Writes the hover of a window without any model: what to do about it. */
export function writeHoverHint(l10n: Localizer): string {
  return [
    dim(l10n.t("Wordfield has no model here yet.")),
    `[${l10n.t("Look Around Without Training")}](command:wordfield.lookAround)`,
    `[${l10n.t("Train…")}](command:wordfield.train)`,
  ].join(" &nbsp;&nbsp; ");
}

function neighborTable(neighbors: readonly Neighbor[], l10n: Localizer): string[] {
  const counted = neighbors.some((neighbor) => neighbor.count !== null);
  const trusted = neighbors.some(({ confidence }) => confidence !== undefined);
  const head = [
    l10n.t("near"),
    l10n.t("cosine"),
    ...(counted ? [l10n.t("count")] : []),
    ...(trusted ? [l10n.t("seen again")] : []),
  ];
  const rows = neighbors.map((neighbor) => [
    isUnsure(neighbor) ? unsureWord(neighbor, l10n) : wordLink(neighbor.word, l10n),
    neighbor.cosine.toFixed(2),
    ...(counted ? [neighbor.count === null ? "" : formatCount(neighbor.count)] : []),
    ...(trusted ? [seenAgain(neighbor, l10n)] : []),
  ]);
  return [
    tableRow(spaced(head)),
    tableRow([":--", ...head.slice(1).map(() => "--:")]),
    ...rows.map(tableRow),
  ];
}

/** What is near here beside what is near in general; words that stand in both are bold. */
function twoListsTable(
  here: readonly Neighbor[],
  general: readonly Neighbor[],
  l10n: Localizer,
): string[] {
  const generalWords = new Set(general.map(({ word }) => word));
  const common = new Set(here.map(({ word }) => word).filter((word) => generalWords.has(word)));
  const cells = (neighbor: Neighbor | undefined) => {
    if (!neighbor) return ["", ""];
    // There is no room for a column: the mark says it to those who see no grey.
    const link = isUnsure(neighbor)
      ? `${unsureWord(neighbor, l10n)} ?`
      : wordLink(neighbor.word, l10n);
    return [common.has(neighbor.word) ? `**${link}**` : link, neighbor.cosine.toFixed(2)];
  };
  const rows = Array.from({ length: Math.max(here.length, general.length) }, (_, row) => {
    const [word = "", cosine = ""] = cells(general[row]);
    return [...cells(here[row]), `&nbsp;&nbsp; ${word}`, cosine];
  });
  return [
    tableRow(spaced([l10n.t("here"), l10n.t("cosine"), l10n.t("in general"), l10n.t("cosine")])),
    tableRow([":--", "--:", ":--", "--:"]),
    ...rows.map(tableRow),
  ];
}

/** The editor's tables have no space between columns. */
function spaced(titles: readonly string[]): string[] {
  return titles.map((title, column) => (column === 0 ? title : `&nbsp;&nbsp; ${title}`));
}

function wordLink(word: string, l10n: Localizer): string {
  return `[${shown(word)}](${toCommandLink("wordfield.open", word)} "${l10n.t("Open in Wordfield")}")`;
}

/** A word that another training may leave out: grey, and no link leads on to it. */
function unsureWord({ word, confidence = 0 }: Neighbor, l10n: Localizer): string {
  const title = l10n.t(
    "May change with another seed: seen again in about {0} of 10 trainings",
    timesOfTen(confidence),
  );
  return `<span style="${DIM}" title="${title}">${shown(word)}</span>`;
}

function seenAgain({ confidence }: Neighbor, l10n: Localizer): string {
  return confidence === undefined ? "" : l10n.t("{0} of 10", timesOfTen(confidence));
}

function shown(word: string): string {
  const characters = [...word];
  const cut =
    characters.length > SHOWN_CHARACTERS
      ? `${characters.slice(0, SHOWN_CHARACTERS).join("")}…`
      : word;
  return escapeMarkdown(cut);
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function dim(markdown: string): string {
  return `<span style="${DIM}">${markdown}</span>`;
}

const DIM = "color:var(--vscode-descriptionForeground);";
