// What classification does in a thread: from files or texts to examples for training, or to what people want to know.
import type { FileSelection } from "../corpus/files.node.ts";
import { findFiles } from "../corpus/files.node.ts";
import type { ReadingProgress } from "../corpus/readCorpus.node.ts";
import type { SkippedFile } from "../corpus/skipReasons.ts";
import { WordfieldError } from "../errors.ts";
import { ExampleCollector } from "./collectExamples.ts";
import { ClassificationMeter } from "./metrics.ts";
import { encodeForTraining, type TrainingExamples } from "./encodeExamples.ts";
import type { ClassifierHyperparameters } from "./hyperparameters.ts";
import {
  addDocumentOf,
  addLinesOf,
  readExamples,
  type ExampleReport,
  type ExampleRequest,
  type LabelPlace,
} from "./readExamples.node.ts";
import { scoreExamples, type ScoringRequest } from "./scoreExamples.node.ts";

/** What to train on. */
export interface TrainingExamplesRequest extends ExampleRequest {
  readonly options: ClassifierHyperparameters;
}

/** Examples ready for training, and what they were read from. */
export interface ReadTrainingExamples {
  readonly examples: TrainingExamples;
  readonly report: ExampleReport;
}

/** Reads examples for training. Errors: those of `readExamples` and `encodeForTraining`. */
export async function readTrainingExamples(
  request: TrainingExamplesRequest,
  onProgress: (progress: ReadingProgress) => void,
  tokenizerModule: WebAssembly.Module,
): Promise<ReadTrainingExamples> {
  const { collected, report } = await readExamples(request, onProgress, tokenizerModule);
  return { examples: encodeForTraining(collected, request.options), report };
}

/** A test of a classifier on labeled text. */
export interface ClassifierTest extends ScoringRequest {
  readonly selection: FileSelection;
  readonly labelPlace: LabelPlace;
}

/** What came of a test; labels are without their prefix. */
export interface ClassifierTestResult {
  /** Examples with a label that the classifier knows, and with a known word. */
  readonly examples: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly labels: readonly {
    readonly label: string;
    readonly precision: number | null;
    readonly recall: number | null;
    readonly f1: number | null;
    readonly support: number;
  }[];
  readonly confusions: readonly {
    readonly label: string;
    readonly predicted: string;
    readonly count: number;
  }[];
  /** Labels of the text that the classifier does not know, and how often they stand there. */
  readonly unknownLabels: readonly { readonly label: string; readonly count: number }[];
  readonly skipped: readonly SkippedFile[];
}

/** Texts whose labels are asked for. */
export interface LabelQuestion extends ScoringRequest {
  /** Texts, or files of which each line, or each as a whole, is a text. */
  readonly source:
    | { readonly kind: "texts"; readonly texts: readonly string[] }
    | { readonly kind: "files"; readonly selection: FileSelection; readonly byFile: boolean };
}

/** The labels that are predicted for texts, in their order; labels are without their prefix. */
export interface LabelAnswer {
  readonly predictions: readonly {
    /** The file that the text stands in; null where texts were given. */
    readonly path: string | null;
    /** Counted from 1; null where the text is a whole file or was given. */
    readonly line: number | null;
    /** The most probable first; none where no part of the text is known, or no label is probable enough. */
    readonly labels: readonly { readonly label: string; readonly probability: number }[];
  }[];
  readonly skipped: readonly SkippedFile[];
}

const SHOWN_CONFUSIONS = 20;

/** Tests a classifier. Errors: those of `readExamples` and `readClassifier`; `out-of-memory`. */
export async function testClassifier(
  request: ClassifierTest,
  onProgress: (progress: ReadingProgress) => void,
  tokenizerModule: WebAssembly.Module,
): Promise<ClassifierTestResult> {
  let skipped: readonly SkippedFile[] = [];
  let found: readonly (readonly [label: string, count: number])[] = [];
  const { labels, reading, examples } = await scoreExamples(request, async (reading) => {
    const read = await readExamples({ ...request, ...reading }, onProgress, tokenizerModule);
    skipped = read.report.skipped;
    const { labels, labelCounts } = read.collected;
    found = labels.map((label, order) => [label, labelCounts[order]!] as const);
    return read.collected;
  });
  const meter = new ClassificationMeter(labels.length);
  for (const example of examples)
    if (example.labels.length > 0 && example.isKnown)
      meter.add(example.labels, example.predictions);
  const nameOf = namesOf(labels, reading.labelPrefix);
  const { examples: count, precision, recall, ...scores } = meter.scores(SHOWN_CONFUSIONS);
  if (count === 0)
    throw new WordfieldError(
      "corpus-too-small",
      `No text has a label and a word that the classifier knows. Its labels are ${listShort(labels.map((_, label) => nameOf(label)))}; ` +
        `those of the text are ${listShort(found.map(([label]) => withoutPrefix(label, reading.labelPrefix)))}.`,
    );
  const known = new Set(labels);
  return {
    examples: count,
    precision,
    recall,
    labels: scores.labels.map((score) => ({ ...score, label: nameOf(score.label) })),
    confusions: scores.confusions.map((confusion) => ({
      ...confusion,
      label: nameOf(confusion.label),
      predicted: nameOf(confusion.predicted),
    })),
    unknownLabels: found
      .filter(([label]) => !known.has(label))
      .map(([label, count]) => ({ label: withoutPrefix(label, reading.labelPrefix), count })),
    skipped,
  };
}

/** Predicts labels. Errors: `bad-input` where a path does not exist; those of `readClassifier`; `out-of-memory`. */
export async function predictLabels(
  request: LabelQuestion,
  tokenizerModule: WebAssembly.Module,
): Promise<LabelAnswer> {
  const { source } = request;
  const skipped: SkippedFile[] = [];
  const places: { readonly path: string | null; readonly line: number | null }[] = [];
  const { labels, reading, examples } = await scoreExamples(request, async (reading) => {
    const collector = new ExampleCollector(tokenizerModule, reading);
    if (source.kind === "texts") {
      for (const text of source.texts) {
        collector.addExample(text);
        places.push({ path: null, line: null });
      }
      return collector.finish();
    }
    const found = await findFiles(source.selection);
    skipped.push(...found.skipped);
    for (const { path } of found.files) {
      const before = collector.exampleCount;
      const file = { path, maximumBytes: source.selection.maximumFileBytes };
      const outcome = source.byFile
        ? await addDocumentOf(file, collector)
        : await addLinesOf(file, collector);
      if ("reason" in outcome) skipped.push({ path, reason: outcome.reason });
      for (let line = 1; line <= collector.exampleCount - before; line++)
        places.push({ path, line: source.byFile ? null : line });
    }
    return collector.finish();
  });
  const nameOf = namesOf(labels, reading.labelPrefix);
  return {
    predictions: examples.map(({ predictions }, index) => ({
      ...places[index]!,
      labels: predictions.map(({ label, probability }) => ({ label: nameOf(label), probability })),
    })),
    skipped,
  };
}

function listShort(names: readonly string[]): string {
  return names.slice(0, 5).join(", ") + (names.length > 5 ? ", …" : "");
}

function namesOf(labels: readonly string[], prefix: string): (label: number) => string {
  return (label) => withoutPrefix(labels[label]!, prefix);
}

function withoutPrefix(label: string, prefix: string): string {
  return label.startsWith(prefix) ? label.slice(prefix.length) : label;
}
