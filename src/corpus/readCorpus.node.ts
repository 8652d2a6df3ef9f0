// The whole way from a selection of files to a vocabulary and word ids.

import { isAbsolute } from "node:path";
import { WordfieldError } from "../errors.ts";
import type { EncodedText, VocabularyLimits } from "./encodedText.ts";
import { findFiles, type FileSelection, type FoundFiles } from "./files.node.ts";
import { readText, type CorpusDocument } from "./readText.node.ts";
import { comparePaths, type SkippedFile } from "./skipReasons.ts";
import type { TokenizerName } from "./tokenize.ts";
import { VocabularyBuilder } from "./vocabulary.ts";

/** What to read, and which words to keep. */
export interface CorpusRequest extends VocabularyLimits {
  readonly selection: FileSelection;
  /** Override the selected files of the same paths; those with a URI in place of a path add to them. */
  readonly documents: readonly CorpusDocument[];
  readonly tokenizer: TokenizerName;
  /** Word ids that take more are written to `idsPath`; 1 GB by default. Units: bytes, four an id. */
  readonly maximumIdBytes?: number;
  /** Where the file of ids is made if there is one: by default a new name in the system's folder for such files. */
  readonly idsPath?: string;
}

/** A corpus ready for training, and what it was made of. */
export type Corpus = EncodedText & { readonly report: CorpusReport };

/** What a corpus was made of; `tokens` and `sentences` before words were dropped. Files are in the order read. */
export interface CorpusReport {
  readonly files: { path: string; bytes: number; tokens: number }[];
  readonly skipped: SkippedFile[];
  readonly bytes: number;
  readonly tokens: number;
  readonly sentences: number;
}

/** How far reading has come; skipped files count as read. */
export interface ReadingProgress {
  readonly filesRead: number;
  readonly files: number;
  readonly bytesRead: number;
  readonly bytes: number;
}

/** Files opened before they are needed. */
const READ_AHEAD = 3;
/** Progress is told at most this often, besides at the beginning and at the end. */
const PROGRESS_STEPS = 200;

/**
 * Finds, reads, decodes and tokenizes files and documents, and builds vocabulary and word ids.
 *
 * A file that cannot be read is skipped and reported.
 *
 * Errors: `bad-input` where a selected path does not exist; `corpus-too-small` where no word is left; `out-of-memory`
 * where there are too many.
 */
export async function readCorpus(
  request: CorpusRequest,
  onProgress: (progress: ReadingProgress) => void,
): Promise<Corpus> {
  const { selection, tokenizer, documents } = request;
  const found = await findFiles(selection);
  const sources = mergeDocuments(found, documents);
  const overridden = new Set(documents.map(({ path }) => path));
  const skipped = found.skipped.filter(({ path }) => !overridden.has(path));
  const builder = new VocabularyBuilder();
  const files: CorpusReport["files"] = [];
  const tellProgress = stepwise(sources, onProgress);

  const queue: Promise<Content>[] = [];
  let opened = 0;
  let bytes = 0;
  for (const source of sources) {
    while (opened < sources.length && queue.length <= READ_AHEAD)
      queue.push(readSource(sources[opened++]!, selection.maximumFileBytes));
    const content = await queue.shift()!;
    if ("reason" in content) skipped.push({ path: source.path, reason: content.reason });
    else {
      const tokensBefore = builder.tokens;
      builder.addDocument(content.text, tokenizer);
      files.push({
        path: source.path,
        bytes: content.bytes,
        tokens: builder.tokens - tokensBefore,
      });
      bytes += content.bytes;
    }
    tellProgress(source.bytes);
  }

  const { tokens } = builder;
  const encoded = builder.finish(request);
  const { sentences } = builder;
  skipped.sort(comparePaths);
  const report: CorpusReport = { files, skipped, bytes, tokens, sentences };
  if (encoded.words.length === 0) refuse(report, request);
  return { ...encoded, report };
}

interface Source {
  readonly path: string;
  readonly bytes: number;
  /** Undefined where the file is to be read. */
  readonly text: string | undefined;
}
type Content = { text: string; bytes: number } | { reason: string };

function mergeDocuments(
  { files, skipped }: FoundFiles,
  documents: readonly CorpusDocument[],
): Source[] {
  const sources = new Map<string, Source>();
  for (const { path, bytes } of files) sources.set(path, { path, bytes, text: undefined });
  const known = new Set([...sources.keys(), ...skipped.map(({ path }) => path)]);
  for (const { path, text } of documents)
    // An editor on a file that patterns leave out is left out, too; a text without a file is wanted for itself.
    if (known.has(path) || !isAbsolute(path))
      sources.set(path, { path, bytes: Buffer.byteLength(text), text });
  return [...sources.values()].sort(comparePaths);
}

async function readSource(source: Source, maximumBytes: number): Promise<Content> {
  const { path, bytes, text } = source;
  return text === undefined ? await readText(path, maximumBytes) : { text, bytes };
}

/** Passes on the progress in few, even steps. */
function stepwise(
  sources: readonly Source[],
  onProgress: (progress: ReadingProgress) => void,
): (bytes: number) => void {
  const files = sources.length;
  const bytes = sources.reduce((sum, source) => sum + source.bytes, 0);
  let filesRead = 0;
  let bytesRead = 0;
  let stepsTold = 0;
  onProgress({ filesRead, files, bytesRead, bytes });
  return (sourceBytes) => {
    filesRead++;
    bytesRead += sourceBytes;
    const done = Math.max(filesRead / files, bytes === 0 ? 0 : bytesRead / bytes);
    const steps = Math.floor(done * PROGRESS_STEPS);
    if (steps === stepsTold && filesRead < files) return;
    stepsTold = steps;
    onProgress({ filesRead, files, bytesRead, bytes });
  };
}

function refuse(report: CorpusReport, { selection, minimumCount }: CorpusRequest): never {
  const { files, skipped, tokens } = report;
  const place = selection.paths.length === 1 ? selection.paths[0]! : "the selection";
  if (files.length === 0) {
    const others = skipped.length === 0 ? "" : ` (skipped: ${countReasons(skipped)})`;
    throw new WordfieldError(
      "corpus-too-small",
      `No text file in ${place}${others}. Choose a folder with text, or check the excluded files.`,
    );
  }
  throw new WordfieldError(
    "corpus-too-small",
    tokens === 0
      ? `No word in the text of ${place} (files read: ${files.length}). Choose files with text.`
      : `No word occurs ${minimumCount} times or more among the ${tokens} words in ${place}. ` +
          "Add text, or lower the minimum count.",
  );
}

/** Sums up reasons, as in "12 binary, 2 too large". */
function countReasons(skipped: readonly SkippedFile[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of skipped) {
    const kind = reason.split(":")[0]!;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
}
