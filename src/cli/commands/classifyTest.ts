import type { ClassifierTestResult } from "../../protocol/classifierMessages.ts";
import { defineCommand } from "../command.ts";
import { formatCount, formatQuantity } from "../format.ts";
import { visible, type Style } from "../style.ts";
import { layOutTable } from "../table.ts";
import {
  CLASSIFIER_ARGUMENT,
  LABEL_OPTIONS,
  READING_OPTIONS,
  SELECTION_OPTIONS,
  SOURCE_OPTIONS,
  toSelection,
  toSources,
} from "./classifyOptions.ts";
import { layOutSkipped } from "./trainingSummary.ts";

const SHOWN_LABELS = 100;

/** `wordfield classify test`: how well a classifier does on labeled text. */
export const classifyTest = defineCommand({
  name: "classify test",
  summary: "Test a text classifier on labeled text",
  description:
    "Compares the labels that a classifier predicts with those that the texts have: precision is the share of the predicted labels that are right, recall the share of the texts’ labels that are predicted, F1 their harmonic mean.",
  arguments: {
    model: CLASSIFIER_ARGUMENT,
    paths: {
      placeholder: "PATH",
      many: true,
      help: "Files whose lines begin with labels, or folders whose subfolders are named as the labels",
    },
  },
  options: { ...SELECTION_OPTIONS, ...READING_OPTIONS, ...LABEL_OPTIONS, ...SOURCE_OPTIONS },
  examples: [
    {
      command: "wordfield classify test reviews.bin reviews.test.txt",
      effect: "precision and recall, for all and for each label",
    },
    {
      command: "wordfield classify test tags.bin tags.test.txt -k 5 --json | jq .recall",
      effect: "recall of the five most probable labels",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { model, paths }, options }) => {
    const result = await engine.testClassifier(
      {
        ...toSelection(model, options, options["label-prefix"]),
        sources: toSources(paths, options),
        labelPlace: options.labels,
      },
      signal,
    );
    return {
      document: result,
      lines: layOut(result, options.count, style),
      notes: notesOf(result),
      complete: true,
    };
  },
});

function layOut(result: ClassifierTestResult, count: number, style: Style): string[] {
  const { labels, confusions } = result;
  const more = labels.length - SHOWN_LABELS;
  return [
    `${style.bold("Texts")}  ${formatCount(result.examples)}`,
    `${style.bold(`P@${count}`)}    ${formatScore(result.precision)}`,
    `${style.bold(`R@${count}`)}    ${formatScore(result.recall)}`,
    "",
    ...layOutTable(
      style,
      [
        { heading: "label", align: "left" },
        { heading: "precision", align: "right" },
        { heading: "recall", align: "right" },
        { heading: "F1", align: "right" },
        { heading: "texts", align: "right" },
      ],
      labels
        .slice(0, SHOWN_LABELS)
        .map(({ label, precision, recall, f1, support }) => [
          visible(label),
          formatScore(precision),
          formatScore(recall),
          formatScore(f1),
          formatCount(support),
        ]),
    ),
    ...(more > 0 ? [style.dim(`and ${formatQuantity(more, "label")} more: --json has all`)] : []),
    ...(confusions.length === 0
      ? []
      : [
          "",
          ...layOutTable(
            style,
            [
              { heading: "label", align: "left" },
              { heading: "taken for", align: "left" },
              { heading: "texts", align: "right" },
            ],
            confusions.map(({ label, predicted, count }) => [
              visible(label),
              visible(predicted),
              formatCount(count),
            ]),
          ),
        ]),
    ...(result.skipped.length === 0 ? [] : ["", ...layOutSkipped(result.skipped, style)]),
  ];
}

function formatScore(score: number | null): string {
  return score === null ? "-" : score.toFixed(4);
}

function notesOf({ unknownLabels }: ClassifierTestResult): string[] {
  if (unknownLabels.length === 0) return [];
  const shown = unknownLabels.slice(0, 5).map(({ label }) => visible(label));
  const more = unknownLabels.length > shown.length ? ", …" : "";
  const what =
    unknownLabels.length === 1
      ? "1 label of the text is not in the model and does not count"
      : `${formatCount(unknownLabels.length)} labels of the text are not in the model and do not count`;
  return [`${what}: ${shown.join(", ")}${more}`];
}
