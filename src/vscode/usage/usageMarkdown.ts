/** The document that tells which words are used in two ways: on each side what is near them, and lines that show it. */
import type { Occurrence } from "../../protocol/placeMessages.ts";
import type { Localizer } from "../localizer.ts";
import { escapeText, writeTable } from "../markdownTable.ts";

/** One of the two ways in which a word is used. */
interface UsageSide {
  /** The nearest words, the nearest first. */
  readonly neighbors: readonly string[];
  /** Null where it is not known. */
  readonly uses: string | null;
  readonly lines: readonly Occurrence[];
}

/** A word that is used in two ways. */
export interface TwoUsages {
  readonly word: string;
  /** How different they are, with its unit. */
  readonly score: string;
  readonly sides: readonly [UsageSide, UsageSide];
}

/** What the document says of all of them. */
export interface UsageReport {
  readonly title: string;
  /** What was compared, what the score is, and which words were left out; a sentence each. */
  readonly explanation: readonly string[];
  readonly sideNames: readonly [string, string];
  readonly words: readonly TwoUsages[];
  /** Gives the name of a place, and the address that opens it; null for one that has none. */
  readonly locate: (place: Occurrence) => { readonly name: string; readonly link: string | null };
}

/** Longer text before or behind a word says nothing more of it. Units: UTF-16 units. */
const AROUND = 70;

/** Writes the ranked list as a table, then each word with its lines. */
export function writeUsageReport(report: UsageReport, l10n: Localizer): string {
  const [first, second] = report.sideNames.map(escapeText);
  const list = ({ neighbors }: UsageSide) => neighbors.map(escapeText).join(", ") || "–";
  const heading = (name: string | undefined, { uses }: UsageSide) =>
    uses === null ? (name ?? "") : l10n.t("{0}, {1} uses", name ?? "", uses);
  return [
    `# ${escapeText(report.title)}`,
    "",
    ...report.explanation.flatMap((sentence) => [escapeText(sentence), ""]),
    ...writeTable(
      [
        l10n.t("Word"),
        l10n.t("Score"),
        l10n.t("Near it: {0}", first ?? ""),
        l10n.t("Near it: {0}", second ?? ""),
      ],
      report.words.map(({ word, score, sides: [one, other] }) => [
        escapeText(word),
        escapeText(score),
        list(one),
        list(other),
      ]),
      4,
    ),
    "",
    ...report.words.flatMap(({ word, score, sides }) => [
      `## ${escapeText(word)} (${escapeText(score)})`,
      "",
      ...sides.flatMap((side, index) => [
        `**${heading(index === 0 ? first : second, side)}:** ${list(side)}`,
        "",
        ...side.lines.map((place) => writeLine(place, report.locate(place))),
        ...(side.lines.length === 0 ? [] : [""]),
      ]),
    ]),
  ].join("\n");
}

function writeLine(
  { before, match, after }: Occurrence,
  { name, link }: ReturnType<UsageReport["locate"]>,
): string {
  const place = link === null ? escapeText(name) : `[${escapeText(name)}](<${link}>)`;
  const left = before.length > AROUND ? `…${before.slice(-AROUND)}` : before.trimStart();
  const right = after.length > AROUND ? `${after.slice(0, AROUND)}…` : after.trimEnd();
  return `- ${place}: ${escapeText(left)}**${escapeText(match)}**${escapeText(right)}`;
}

/** Takes the lines that show a usage best: those that have words near to it, then the first ones. */
export function chooseLines(
  places: readonly Occurrence[],
  neighbors: readonly string[],
  count: number,
): readonly Occurrence[] {
  const near = new Set(neighbors);
  const shows = ({ before, after }: Occurrence) =>
    `${before} ${after}`
      .toLowerCase()
      .split(/[^\p{L}\p{N}_]+/u)
      .filter((word) => near.has(word)).length;
  return places
    .map((place) => ({ place, hits: shows(place) }))
    .sort((a, b) => b.hits - a.hits)
    .slice(0, count)
    .map(({ place }) => place);
}
