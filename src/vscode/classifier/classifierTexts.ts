/** Sentences and figures about text classifiers. */
import type {
  ClassifierTestResult,
  ClassifierTrainingResult,
} from "../../protocol/classifierMessages.ts";
import { formatCount, formatSeconds } from "../amounts.ts";
import type { Localizer } from "../localizer.ts";

/** Writes a share as people read it: "93.2 %"; a dash where there is none. */
export function formatShare(share: number | null): string {
  return share === null ? "–" : `${(100 * share).toFixed(1)} %`;
}

/** Writes the end of a training, with what a test has shown, if one was made. */
export function writeTrainingEnd(
  name: string,
  { labels, examples, seconds, skipped }: ClassifierTrainingResult,
  test: ClassifierTestResult | null,
  l10n: Localizer,
): string {
  return [
    l10n.t(
      "{0} is ready: {1} labels from {2} texts in {3}.",
      ...([name, formatCount(labels.length), formatCount(examples)] as const),
      formatSeconds(seconds),
    ),
    ...(test === null
      ? []
      : [
          l10n.t(
            "Precision {0}, recall {1} on {2} texts.",
            ...([formatShare(test.precision), formatShare(test.recall)] as const),
            formatCount(test.examples),
          ),
        ]),
    ...(skipped.length === 0
      ? []
      : [
          skipped.length === 1
            ? l10n.t("1 file was skipped.")
            : l10n.t("{0} files were skipped.", formatCount(skipped.length)),
        ]),
  ].join(" ");
}
