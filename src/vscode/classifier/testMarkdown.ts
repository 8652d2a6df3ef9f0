/** The document in which a test of a classifier is told. */
import type { ClassifierTestResult } from "../../protocol/classifierMessages.ts";
import { formatCount } from "../amounts.ts";
import type { Localizer } from "../localizer.ts";
import { escapeText, writeTable } from "../markdownTable.ts";
import { formatShare } from "./classifierTexts.ts";

/** What was tested on what. */
export interface TestSubject {
  readonly name: string;
  readonly classifierPath: string;
  /** Files and folders. */
  readonly paths: readonly string[];
  /** The most labels that were predicted for a text. */
  readonly count: number;
  /** Less probable ones were not predicted. */
  readonly threshold: number;
}

/** Writes the document of a test. */
export function writeClassifierTest(
  result: ClassifierTestResult,
  subject: TestSubject,
  l10n: Localizer,
): string {
  const { labels, confusions, unknownLabels, skipped } = result;
  const { count, threshold } = subject;
  return [
    `# ${l10n.t("Test of {0}", escapeText(subject.name))}`,
    "",
    count === 1
      ? l10n.t("{0} texts, the most probable label of each", formatCount(result.examples))
      : l10n.t(
          "{0} texts, up to {1} labels of each",
          formatCount(result.examples),
          formatCount(count),
        ),
    ...(threshold === 0 ? [] : ["", l10n.t("Labels below {0} do not count.", String(threshold))]),
    "",
    `- ${l10n.t("Precision: {0} of the predicted labels are right.", bold(result.precision))}`,
    `- ${l10n.t("Recall: {0} of the texts’ labels are predicted.", bold(result.recall))}`,
    ...section(l10n.t("Labels"), [
      ...writeTable(
        [
          ...[l10n.t("Label"), l10n.t("Precision"), l10n.t("Recall")],
          ...[l10n.t("F1"), l10n.t("Texts")],
        ],
        labels.map(({ label, precision, recall, f1, support }) => [
          escapeText(label),
          ...[formatShare(precision), formatShare(recall), formatShare(f1), formatCount(support)],
        ]),
      ),
    ]),
    ...(confusions.length === 0
      ? []
      : section(
          l10n.t("Confusions"),
          writeTable(
            [l10n.t("Label"), l10n.t("Taken for"), l10n.t("Texts")],
            confusions.map((confusion) => [
              escapeText(confusion.label),
              escapeText(confusion.predicted),
              formatCount(confusion.count),
            ]),
            2,
          ),
        )),
    ...(unknownLabels.length === 0
      ? []
      : section(l10n.t("Unknown labels"), [
          l10n.t("The classifier has not learned them; they do not count."),
          "",
          ...writeTable(
            [l10n.t("Label"), l10n.t("Texts")],
            unknownLabels.map((unknown) => [escapeText(unknown.label), formatCount(unknown.count)]),
          ),
        ])),
    ...section(
      l10n.t("Files"),
      [subject.classifierPath, ...subject.paths].map((path) => `- ${escapeText(path)}`),
    ),
    ...writeSkipped(skipped, l10n),
    "",
  ].join("\n");
}

function bold(share: number | null): string {
  return `**${formatShare(share)}**`;
}

/** Writes the section on files that were not read; none where all were. */
export function writeSkipped(
  skipped: readonly { readonly path: string; readonly reason: string }[],
  l10n: Localizer,
): string[] {
  if (skipped.length === 0) return [];
  return section(
    l10n.t("Skipped files"),
    skipped.map(({ path, reason }) => `- ${escapeText(path)}: ${escapeText(reason)}`),
  );
}

/** Writes a heading and what is below it. */
export function section(heading: string, lines: readonly string[]): string[] {
  return ["", `## ${heading}`, "", ...lines];
}
