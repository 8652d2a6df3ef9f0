// From files to labeled examples.
import { basename, dirname, resolve } from "node:path";
import { findFiles, type FileSelection } from "../corpus/files.node.ts";
import { stepwise, type ReadingProgress } from "../corpus/readCorpus.node.ts";
import { readParts, readUtf8 } from "../corpus/readText.node.ts";
import { comparePaths, type SkippedFile } from "../corpus/skipReasons.ts";
import { WordfieldError } from "../errors.ts";
import { ExampleCollector, type CollectedExamples, type TextReading } from "./collectExamples.ts";

/**
 * Where labels are: `lines` have them in front, or a file is one example and has the name of its `folders` as its label;
 * `auto` takes files that are named for lines, and those found in folders for examples.
 */
export type LabelPlace = "auto" | "lines" | "folders";

/** What to read. */
export interface ExampleRequest extends TextReading {
  readonly selection: FileSelection;
  readonly labelPlace: LabelPlace;
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

/**
 * Finds, reads and decodes files and collects their examples. A file that cannot be read is skipped and reported.
 *
 * Errors: `bad-input` where a selected path does not exist, or the prefix is empty or has white space;
 * `corpus-too-small` where there is no file with text or no label; `out-of-memory` where there is too much.
 */
export async function readExamples(
  request: ExampleRequest,
  onProgress: (progress: ReadingProgress) => void,
  tokenizerModule: WebAssembly.Module,
): Promise<ReadExamples> {
  const { selection, labelPlace, labelPrefix } = request;
  if (!/^\S+$/.test(labelPrefix))
    throw new WordfieldError(
      "bad-input",
      `The prefix of labels "${labelPrefix}" is empty or has white space: choose one such as __label__.`,
    );
  const found = await findFiles(selection);
  const named = new Set(selection.paths.map((path) => resolve(path)));
  const collector = new ExampleCollector(tokenizerModule, request);
  const skipped = [...found.skipped];
  const progress = stepwise(found.files, onProgress);
  const readPart = (part: Uint8Array) => progress.addBytes(part.length);
  let files = 0;
  let bytes = 0;
  for (const { path, bytes: size } of found.files) {
    const hasLines = labelPlace === "auto" ? named.has(path) : labelPlace === "lines";
    const source = { path, maximumBytes: selection.maximumFileBytes, readPart };
    const outcome = hasLines
      ? await addLinesOf(source, collector)
      : await addDocumentOf(source, collector, labelPrefix + basename(dirname(path)));
    if ("reason" in outcome) skipped.push({ path, reason: outcome.reason });
    else {
      files++;
      bytes += outcome.bytes;
    }
    progress.endFile(size);
  }
  const report = {
    files,
    bytes,
    tokens: collector.tokenCount,
    skipped: skipped.sort(comparePaths),
  };
  const collected = collector.finish();
  if (collected.labels.length === 0) refuse(report, request);
  return { collected, report };
}

/** A file that is read. */
interface SourceFile {
  readonly path: string;
  readonly maximumBytes: number;
  /** Is called with each part of a long file. */
  readonly readPart?: (part: Uint8Array) => void;
}
type Outcome = { readonly bytes: number } | { readonly reason: string };

/** Adds each line of a file as an example, or says why not. Errors: `out-of-memory`. */
export async function addLinesOf(file: SourceFile, collector: ExampleCollector): Promise<Outcome> {
  const outcome = await readFile(file, (utf8) => collector.addLines(utf8));
  collector.endLines();
  return outcome;
}

/** Adds a file as one example, with its label if there is one, or says why not. Errors: `out-of-memory`. */
export async function addDocumentOf(
  file: SourceFile,
  collector: ExampleCollector,
  label?: string,
): Promise<Outcome> {
  let isBegun = false;
  const outcome = await readFile(file, (utf8) => {
    isBegun = true;
    collector.addDocument(utf8);
  });
  if (!("reason" in outcome)) collector.endDocument(label);
  else if (isBegun) collector.endDocument();
  return outcome;
}

/** Gives the text of a file to `take`, of a long one in parts that end between two characters. */
async function readFile(
  { path, maximumBytes, readPart }: SourceFile,
  take: (utf8: Uint8Array) => void,
): Promise<Outcome> {
  const first = await readUtf8(path, maximumBytes);
  const content =
    "isLong" in first
      ? await readParts(path, maximumBytes, (part) => {
          take(part);
          readPart?.(part);
        })
      : first;
  if ("utf8" in content) take(content.utf8);
  if ("text" in content) take(new TextEncoder().encode(content.text));
  return content;
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
