/** The document in which the labels of many texts are told. */
import { formatCount } from "../amounts.ts";
import type { Localizer } from "../localizer.ts";
import { escapeText, writeTable } from "../markdownTable.ts";
import { formatShare } from "./classifierTexts.ts";
import { section, writeSkipped } from "./testMarkdown.ts";

/** A text and its labels. */
export interface LabeledText {
  /** Where it stands, for people: "line 12", "notes.txt:12". */
  readonly place: string;
  /** Address that opens the place; null where there is none. */
  readonly link: string | null;
  /** Null where only the engine has read it. */
  readonly text: string | null;
  /** The most probable first. */
  readonly labels: readonly { readonly label: string; readonly probability: number }[];
}

// A document of more is slow to open and nobody reads it; the command line writes all.
const SHOWN_TEXTS = 1_000;
const SHOWN_CHARACTERS = 80;

/** Writes the document: how many texts each label has, then each text. */
export function writePredictions(
  texts: readonly LabeledText[],
  classifierName: string,
  skipped: readonly { readonly path: string; readonly reason: string }[],
  l10n: Localizer,
): string {
  const hasText = texts.some(({ text }) => text !== null);
  const more = texts.length - SHOWN_TEXTS;
  return [
    `# ${l10n.t("Labels by {0}", escapeText(classifierName))}`,
    ...section(
      l10n.t("Most probable labels"),
      writeTable(
        [l10n.t("Label"), l10n.t("Texts")],
        countBest(texts).map(([label, count]) => [
          label === null ? l10n.t("without a label") : escapeText(label),
          formatCount(count),
        ]),
      ),
    ),
    ...section(
      l10n.t("Texts"),
      writeTable(
        [l10n.t("Place"), l10n.t("Labels"), ...(hasText ? [l10n.t("Text")] : [])],
        texts
          .slice(0, SHOWN_TEXTS)
          .map((text) => [
            writePlace(text),
            writeLabels(text),
            ...(hasText ? [escapeText(shorten(text.text ?? ""))] : []),
          ]),
        3,
      ),
    ),
    ...(more > 0
      ? [
          "",
          l10n.t(
            "{0} more texts; “wordfield classify predict” on the command line prints all.",
            formatCount(more),
          ),
        ]
      : []),
    ...writeSkipped(skipped, l10n),
    "",
  ].join("\n");
}

function countBest(texts: readonly LabeledText[]): readonly (readonly [string | null, number])[] {
  const counts = new Map<string | null, number>();
  for (const { labels } of texts) {
    const best = labels[0]?.label ?? null;
    counts.set(best, (counts.get(best) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function writePlace({ place, link }: LabeledText): string {
  return link === null ? escapeText(place) : `[${escapeText(place)}](<${link}>)`;
}

function writeLabels({ labels }: LabeledText): string {
  if (labels.length === 0) return "–";
  return labels
    .map(({ label, probability }) => `${escapeText(label)} ${formatShare(probability)}`)
    .join(", ");
}

function shorten(text: string): string {
  const characters = [...text.trim()];
  return characters.length <= SHOWN_CHARACTERS
    ? characters.join("")
    : `${characters.slice(0, SHOWN_CHARACTERS - 1).join("")}…`;
}
