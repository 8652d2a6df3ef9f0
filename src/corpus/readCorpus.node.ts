// The whole way from a selection of files to a vocabulary and word ids.

import { isAbsolute } from "node:path";
import { ByteVocabularyBuilder } from "./byteVocabulary.ts";
import { WordfieldError } from "../errors.ts";
import { DocumentRecorder, type DocumentRanges } from "./documentRanges.ts";
import type { EncodedText, VocabularyLimits } from "./encodedText.ts";
import { findFiles, type FileSelection, type FoundFiles } from "./files.node.ts";
import { readHistories } from "./gitHistory.node.ts";
import { SpillingIds, type IdFileOptions } from "./idFile.node.ts";
import { languageOf } from "./languages.ts";
import type { TextKind } from "./kinds/textKinds.ts";
import type { Source, SourceContent } from "./readSource.node.ts";
import { hashOfFile, readParts, type CorpusDocument } from "./readText.node.ts";
import { comparePaths, type SkippedFile } from "./skipReasons.ts";
import {
  createSourceReader,
  MOST_BYTES_AHEAD,
  sampleOf,
  type SourceReader,
} from "./sourceReader.node.ts";
import { ICU_SEGMENTER, type Segmenter } from "./segmenter.ts";
import { tokenizerOptions, type TokenizerChoice } from "./tokenizerOptions.ts";
import { VocabularyBuilder, type DocumentCounter } from "./vocabulary.ts";

/** What to read, and which words to keep. */
export interface CorpusRequest extends VocabularyLimits, IdFileOptions {
  readonly selection: FileSelection;
  /** Override the selected files of the same paths; those with a URI in place of a path add to them. */
  readonly documents: readonly CorpusDocument[];
  readonly tokenizer: TokenizerChoice;
  /** Whether to say where each file lies among the ids. */
  readonly withDocuments?: boolean;
  /** Paths of files that are not read, whatever the selection says. */
  readonly without?: readonly string[];
  /** The SHA-256 of files, hexadecimal, by their paths: as long as they are so they are not read. */
  readonly known?: ReadonlyMap<string, string>;
  /** Of so many files, spread evenly, the language is told, at a millisecond or two for each; of none where absent. */
  readonly languages?: number;
  /** Whether a corpus without words is an answer, too, and no error. */
  readonly mayBeEmpty?: boolean;
}

/** A corpus ready for training, and what it was made of; `documents` are its files, where they were asked for. */
export type Corpus = EncodedText & {
  readonly report: CorpusReport;
  readonly documents?: DocumentRanges;
};

/**
 * A file or document of a corpus.
 *
 * Shapes: `hash` is the SHA-256 of its bytes, or of its text in UTF-8 where an editor's text stood for it; then `mtimeMs`
 * is null.
 */
interface CorpusFile {
  readonly path: string;
  readonly bytes: number;
  readonly tokens: number;
  readonly kind: TextKind;
  readonly mtimeMs: number | null;
  readonly hash: Uint8Array;
  /** As `languageOf` tells it, where that was asked for. */
  readonly language?: string;
}

/** What a corpus was made of; `tokens` and `sentences` before words were dropped. Files are in the order read. */
export interface CorpusReport {
  readonly files: CorpusFile[];
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

/** Progress is told at most this often, besides at the beginning and at the end. */
const PROGRESS_STEPS = 200;

/**
 * Finds, reads, decodes and tokenizes files and documents, and builds vocabulary and word ids.
 *
 * A file that cannot be read is skipped and reported. With `tokenizerModule`, which is tokenizer.wasm, this goes ten times
 * as fast, and with `sourceWorker`, which is source.worker.js, much text of other kinds than plain text is read in several
 * threads; to the same result.
 *
 * Errors: `bad-input` where a selected path does not exist; `corpus-too-small` where no word is left; `out-of-memory`
 * where there are too many; `file-unwritable` where the ids must go to a file and cannot.
 */
export async function readCorpus(
  request: CorpusRequest,
  onProgress: (progress: ReadingProgress) => void,
  tokenizerModule?: WebAssembly.Module,
  segmenter: Segmenter = ICU_SEGMENTER,
  sourceWorker?: string,
): Promise<Corpus> {
  const { selection } = request;
  const found = await findFiles(selection);
  const { gitCommits = 0, paths } = selection;
  const history = gitCommits > 0 ? await readHistories(paths, gitCommits) : undefined;
  const documents = [...request.documents, ...(history?.documents ?? [])];
  const without = new Set(request.without);
  const sources = mergeDocuments(found, documents).filter(({ path }) => !without.has(path));
  const overridden = new Set(documents.map(({ path }) => path));
  const skipped = [
    ...found.skipped.filter(({ path }) => !overridden.has(path)),
    ...(history?.skipped ?? []),
  ];
  const ids = new SpillingIds(request);
  const recorder = request.withDocuments ? new DocumentRecorder(ids) : undefined;
  const sink = recorder ?? ids;
  // What has been written must not stay where reading fails.
  try {
    const counter = tokenizerModule
      ? new ByteVocabularyBuilder(tokenizerModule, request.tokenizer, sink, undefined, segmenter)
      : new VocabularyBuilder(request.tokenizer, sink, undefined, segmenter);
    const progress = stepwise(sources, onProgress);
    const reader = createSourceReader(
      sources,
      {
        maximumBytes: selection.maximumFileBytes,
        tokenizer: tokenizerOptions(request.tokenizer),
      },
      sourceWorker,
    );
    const files = await readSources(
      sources,
      request,
      reader,
      counter,
      skipped,
      progress,
      recorder,
    ).finally(() => reader.close());
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const { tokens } = counter;
    const encoded = counter.finish(request);
    const { sentences } = counter;
    skipped.sort(comparePaths);
    const report: CorpusReport = { files, skipped, bytes, tokens, sentences };
    if (encoded.words.length === 0 && !request.mayBeEmpty) refuse(report, request);
    return { ...encoded, report, ...(recorder ? { documents: recorder.ranges } : {}) };
  } catch (error) {
    ids.discard();
    throw error;
  }
}

async function readSources(
  sources: readonly Source[],
  { selection: { maximumFileBytes }, languages = 0, known }: CorpusRequest,
  reader: SourceReader,
  counter: DocumentCounter,
  skipped: SkippedFile[],
  progress: ProgressTeller,
  recorder: DocumentRecorder | undefined,
): Promise<CorpusReport["files"]> {
  const files: CorpusReport["files"] = [];
  const queue: ReturnType<SourceReader["read"]>[] = [];
  let opened = 0;
  let bytesAhead = 0;
  const isTold = spread(languages, sources.length);
  for (const [at, source] of sources.entries()) {
    const tellsLanguage = isTold(at);
    while (opened < sources.length && queue.length < reader.ahead) {
      if (queue.length > 0 && bytesAhead + sources[opened]!.bytes > MOST_BYTES_AHEAD) break;
      bytesAhead += sources[opened]!.bytes;
      queue.push(reader.read(sources[opened]!, isTold(opened)));
      opened++;
    }
    bytesAhead -= source.bytes;
    const tokensBefore = counter.tokens;
    const start = counter.tokens + counter.sentences;
    const { content: first, language } = await queue.shift()!;
    if (known && (await isKnown(source, first, known))) {
      progress.endFile(source.bytes);
      continue;
    }
    let sample: string | undefined;
    const content =
      "isLong" in first
        ? await readParts(source.path, maximumFileBytes, (part) => {
            if (tellsLanguage) sample ??= sampleOf(part);
            counter.addBytes(part);
            progress.addBytes(part.length);
          })
        : first;
    if ("utf8" in content) counter.addBytes(content.utf8);
    if ("text" in content)
      counter.addDocument(content.text, "lineBreaks" in content ? content.lineBreaks : "soft");
    else counter.endDocument();
    if ("warning" in content)
      skipped.push({ path: source.path, reason: `in part: ${content.warning}` });
    if ("reason" in content) skipped.push({ path: source.path, reason: content.reason });
    else {
      const tokens = counter.tokens - tokensBefore;
      const kind = "kind" in content ? content.kind : "plain";
      files.push({
        ...{ path: source.path, bytes: content.bytes, tokens, kind, ...content.stamp },
        ...(tellsLanguage ? { language: language ?? languageOf(sample ?? longText(content)) } : {}),
      });
      recorder?.addDocument(start, counter.tokens + counter.sentences);
    }
    progress.endFile(source.bytes);
  }
  return files;
}

/** Chooses so many of all places, at even distances. */
function spread(chosen: number, all: number): (place: number) => boolean {
  const share = Math.min(1, chosen / all);
  return (place) => Math.floor((place + 1) * share) > Math.floor(place * share);
}

/** Says whether a file is as it was. */
async function isKnown(
  { path }: Source,
  content: SourceContent,
  known: ReadonlyMap<string, string>,
): Promise<boolean> {
  const hash = known.get(path);
  if (hash === undefined || "reason" in content) return false;
  const now = "isLong" in content ? await hashOfFile(path) : content.stamp.hash;
  return now !== undefined && Buffer.from(now).toString("hex") === hash;
}

/** The text of a long file that is not in UTF-8. */
function longText(content: object): string {
  return "text" in content && typeof content.text === "string" ? content.text : "";
}

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

interface ProgressTeller {
  /** So much of a file has been read. */
  addBytes(bytes: number): void;
  /** A file of so many bytes has been read or skipped. */
  endFile(bytes: number): void;
}

/** Passes on the progress of reading some files in few, even steps. */
export function stepwise(
  sources: readonly { readonly bytes: number }[],
  onProgress: (progress: ReadingProgress) => void,
): ProgressTeller {
  const files = sources.length;
  const bytes = sources.reduce((sum, source) => sum + source.bytes, 0);
  let filesRead = 0;
  let bytesRead = 0;
  let bytesOfFile = 0;
  let stepsTold = 0;
  const tell = () => {
    const done = Math.max(filesRead / files, bytes === 0 ? 0 : bytesRead / bytes);
    const steps = Math.floor(done * PROGRESS_STEPS);
    if (steps === stepsTold && filesRead < files) return;
    stepsTold = steps;
    onProgress({ filesRead, files, bytesRead, bytes });
  };
  onProgress({ filesRead, files, bytesRead, bytes });
  return {
    addBytes: (read) => {
      bytesOfFile += read;
      bytesRead += read;
      tell();
    },
    endFile: (fileBytes) => {
      filesRead++;
      bytesRead += fileBytes - bytesOfFile;
      bytesOfFile = 0;
      tell();
    },
  };
}

function refuse(report: CorpusReport, { selection, minimumCount, known }: CorpusRequest): never {
  const { files, skipped, tokens } = report;
  const place = selection.paths.length === 1 ? selection.paths[0]! : "the selection";
  if (files.length === 0 && known)
    throw new WordfieldError(
      "corpus-too-small",
      `Nothing is new in ${place}: all files are as the model has read them. Change or add a file, or train on all of the text.`,
    );
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
