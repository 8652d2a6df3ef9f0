// From files to labeled examples.
import { basename, dirname, resolve } from "node:path";
import { findFiles, type FileSelection } from "../corpus/files.node.ts";
import type { ReadingProgress } from "../corpus/readCorpus.node.ts";
import { readText } from "../corpus/readText.node.ts";
import { comparePaths, type SkippedFile } from "../corpus/skipReasons.ts";
import type { TokenizerName } from "../corpus/tokenize.ts";
import { WordfieldError } from "../errors.ts";
import { ExampleCollector, type CollectedExamples } from "./collectExamples.ts";

/**
 * Where labels are: `lines` have them in front, or a file is one example and has the name of its `folders` as its label;
 * `auto` takes files that are named for lines, and those found in folders for examples.
 */
export type LabelPlace = "auto" | "lines" | "folders";

/** What to read. */
export interface ExampleRequest {
  readonly selection: FileSelection;
  readonly labelPlace: LabelPlace;
  readonly labelPrefix: string;
  readonly tokenizer: TokenizerName;
}

/** Labeled examples, and what they were read from. */
export interface ReadExamples {
  readonly collected: CollectedExamples;
  readonly report: ExampleReport;
}

/** What examples were read from. */
export interface ExampleReport {
  readonly files: number;
  readonly bytes: number;
  /** Words and ends of lines. */
  readonly tokens: number;
  readonly skipped: readonly SkippedFile[];
}

/** Progress is told at most this often, besides at the beginning and at the end. */
const PROGRESS_STEPS = 200;

/**
 * Finds, reads and decodes files and collects their examples. A file that cannot be read is skipped and reported.
 *
 * Errors: `bad-input` where a selected path does not exist, or the prefix is empty or has white space;
 * `corpus-too-small` where there is no file with text or no label; `out-of-memory` where there is too much.
 */
export async function readExamples(
  request: ExampleRequest,
  onProgress: (progress: ReadingProgress) => void,
): Promise<ReadExamples> {
  const { selection, labelPlace, labelPrefix, tokenizer } = request;
  if (!/^\S+$/.test(labelPrefix))
    throw new WordfieldError(
      "bad-input",
      `The prefix of labels "${labelPrefix}" is empty or has white space: choose one such as __label__.`,
    );
  const found = await findFiles(selection);
  const named = new Set(selection.paths.map((path) => resolve(path)));
  const collector = new ExampleCollector(tokenizer, labelPrefix);
  const skipped = [...found.skipped];
  const bytesOfAll = found.files.reduce((sum, file) => sum + file.bytes, 0);
  let files = 0;
  let bytes = 0;
  let stepsTold = -1;
  for (const [index, file] of found.files.entries()) {
    const steps = Math.floor((index * PROGRESS_STEPS) / found.files.length);
    if (steps !== stepsTold)
      onProgress({
        filesRead: index,
        files: found.files.length,
        bytesRead: bytes,
        bytes: bytesOfAll,
      });
    stepsTold = steps;
    const content = await readText(file.path, selection.maximumFileBytes);
    if ("reason" in content) {
      skipped.push({ path: file.path, reason: content.reason });
      continue;
    }
    const hasLines = labelPlace === "auto" ? named.has(file.path) : labelPlace === "lines";
    if (hasLines) collector.addLines(content.text);
    else collector.addExample(content.text, labelPrefix + basename(dirname(file.path)));
    files++;
    bytes += content.bytes;
  }
  onProgress({
    filesRead: found.files.length,
    files: found.files.length,
    bytesRead: bytesOfAll,
    bytes: bytesOfAll,
  });
  const report = {
    files,
    bytes,
    tokens: collector.tokenCount,
    skipped: skipped.sort(comparePaths),
  };
  const collected = collector.finish();
  if (collected.labels.words.length === 0) refuse(report, request);
  return { collected, report };
}

function refuse(
  { files, skipped }: ExampleReport,
  { selection, labelPrefix }: ExampleRequest,
): never {
  const place = selection.paths.length === 1 ? selection.paths[0]! : "the selection";
  if (files > 0)
    throw new WordfieldError(
      "corpus-too-small",
      `No line in ${place} has a label such as ${labelPrefix}sports. Write labels in front of the lines, ` +
        "or give a folder whose subfolders are named as the labels.",
    );
  const [first] = skipped;
  const others = first === undefined ? "" : ` (skipped: ${basename(first.path)}, ${first.reason})`;
  throw new WordfieldError(
    "corpus-too-small",
    `No text file in ${place}${others}. Choose files with labeled text.`,
  );
}
