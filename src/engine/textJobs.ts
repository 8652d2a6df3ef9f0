/** Text as a training reads it, looked at by itself: what there is, and which words stand where. */
import { findFiles } from "../corpus/files.node.ts";
import { readProse } from "../corpus/kinds/readProse.ts";
import { sourceRange, wholeProse } from "../corpus/kinds/prose.ts";
import { LineFinder } from "../corpus/lineFinder.ts";
import { findOccurrences } from "../corpus/occurrences.node.ts";
import { readCorpus, type CorpusReport, type ReadingProgress } from "../corpus/readCorpus.node.ts";
import { readText } from "../corpus/readText.node.ts";
import type { Segmenter } from "../corpus/segmenter.ts";
import { SentenceScanner } from "../corpus/sentences.ts";
import { forEachToken, normalizeWord } from "../corpus/tokenize.ts";
import { tokenizerOptions } from "../corpus/tokenizerOptions.ts";
import { WordfieldError } from "../errors.ts";
import type { CorpusRequests, TextSurvey, TextToken } from "../protocol/corpusMessages.ts";
import type { JobTable } from "./jobTable.ts";

/** As many as can be decoded. */
const MAXIMUM_FILE_BYTES = 2 ** 29;

/** Reads all that a training would read. Errors: those of `readCorpus`. */
export async function surveyText(
  {
    sources,
    tokenizer,
    tokenizerOptions: settings,
    largest,
  }: CorpusRequests["surveyText"]["params"],
  onProgress: (progress: ReadingProgress) => void,
  tokenizerModule: WebAssembly.Module,
  segmenter: Segmenter,
): Promise<TextSurvey> {
  const { words, report } = await readCorpus(
    {
      selection: sources,
      documents: [],
      tokenizer: tokenizerOptions(tokenizer, settings),
      minimumCount: 1,
    },
    onProgress,
    tokenizerModule,
    segmenter,
  );
  const { files, skipped, bytes, tokens, sentences } = report;
  return {
    files: files.length,
    bytes,
    tokens,
    sentences,
    words: words.length,
    kinds: sumUpKinds(files),
    largest: [...files]
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, largest)
      .map(({ path, kind, bytes, tokens }) => ({ path, kind, bytes, tokens })),
    skipped,
  };
}

function sumUpKinds(files: CorpusReport["files"]): TextSurvey["kinds"] {
  const kinds = new Map<string, { files: number; bytes: number; tokens: number }>();
  for (const { kind, bytes, tokens } of files) {
    const sum = kinds.get(kind) ?? { files: 0, bytes: 0, tokens: 0 };
    sum.files++;
    sum.bytes += bytes;
    sum.tokens += tokens;
    kinds.set(kind, sum);
  }
  return [...kinds]
    .map(([kind, sum]) => ({ kind, ...sum }))
    .sort((a, b) => b.tokens - a.tokens || (a.kind < b.kind ? -1 : 1));
}

/** Lists the words of a file. Errors: `bad-input` where it cannot be read. */
export async function listTokens(
  { path, tokenizer, tokenizerOptions: settings, limit }: CorpusRequests["listTokens"]["params"],
  segmenter: Segmenter,
): Promise<CorpusRequests["listTokens"]["result"]> {
  const content = await readText(path, MAXIMUM_FILE_BYTES);
  if ("reason" in content)
    throw new WordfieldError(
      "bad-input",
      `${path} cannot be read: ${content.reason}. Choose a text file.`,
    );
  const options = tokenizerOptions(tokenizer, settings);
  const read = options.markup === "drop" ? readProse(path, content.text) : undefined;
  const prose = read ?? wholeProse(content.text);
  const sentences = new SentenceScanner(prose.text, options, read ? "hard" : "soft");
  const lines = new LineFinder(content.text);
  const tokens: TextToken[] = [];
  let total = 0;
  forEachToken(
    prose.text,
    options,
    (word, start, end) => {
      const beginsSentence = sentences.endsBefore(start, end) || total === 0;
      if (++total > limit) return;
      const range = sourceRange(prose, start, end);
      const surface = content.text.slice(range.start, range.end);
      tokens.push({ word, surface, ...lines.place(range.start), ...range, beginsSentence });
    },
    segmenter,
  );
  return { kind: read?.kind ?? "plain", warning: read?.warning ?? null, total, tokens };
}

/** Finds the places of a word or a phrase, in any of its forms, in all files of a selection. */
export async function findInSources(
  { selection, text, tokenizer, limit }: JobTable["findInSources"]["params"],
  segmenter: Segmenter,
): Promise<JobTable["findInSources"]["result"]> {
  const { files, skipped } = await findFiles(selection);
  const words: string[] = [];
  forEachToken(text, tokenizer, (word) => words.push(word), segmenter);
  // Where no word is in it, the text itself.
  if (words.length === 0) words.push(normalizeWord(text, tokenizer, segmenter));
  const paths = files.map(({ path }) => path);
  const request = { files: paths, documents: [], word: words.join(" "), tokenizer, limit };
  const found = await findOccurrences(request, undefined, segmenter);
  return { ...found, words, skipped: [...skipped, ...found.skipped] };
}
