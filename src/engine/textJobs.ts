/** Text as a training reads it, looked at by itself: what there is, and which words stand where. */
import { rmSync } from "node:fs";
import { findFiles } from "../corpus/files.node.ts";
import { scriptOf, UNDETERMINED } from "../corpus/languages.ts";
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
  sourceWorker: string,
): Promise<TextSurvey> {
  const { documents, ...selection } = sources;
  const corpus = await readCorpus(
    {
      selection,
      documents,
      tokenizer: tokenizerOptions(tokenizer, settings),
      minimumCount: 1,
      languages: Infinity,
      mayBeEmpty: true,
    },
    onProgress,
    tokenizerModule,
    segmenter,
    sourceWorker,
  );
  const { words, counts } = corpus;
  if (corpus.ids === undefined) rmSync(corpus.idsFile.path, { force: true }); // only the words are wanted
  const { files, skipped, bytes, tokens, sentences } = corpus.report;
  return {
    files: files.length,
    bytes,
    tokens,
    sentences,
    words: words.length,
    kinds: sumUp(files, ({ kind }) => kind).map(({ name, ...sum }) => ({ kind: name, ...sum })),
    languages: sumUp(files, ({ language }) => language ?? UNDETERMINED).map(({ name, ...sum }) => ({
      language: name,
      ...sum,
    })),
    scripts: sumUpScripts(words, counts),
    largest: [...files]
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, largest)
      .map(({ path, kind, language = UNDETERMINED, bytes, tokens }) => ({
        ...{ path, kind, language, bytes, tokens },
      })),
    skipped,
  };
}

type CorpusFile = CorpusReport["files"][number];

/** Adds up files of one name each, most tokens first. */
function sumUp(files: readonly CorpusFile[], nameOf: (file: CorpusFile) => string) {
  const sums = new Map<string, { files: number; bytes: number; tokens: number }>();
  for (const file of files) {
    const name = nameOf(file);
    const sum = sums.get(name) ?? { files: 0, bytes: 0, tokens: 0 };
    sum.files++;
    sum.bytes += file.bytes;
    sum.tokens += file.tokens;
    sums.set(name, sum);
  }
  return byTokens([...sums].map(([name, sum]) => ({ name, ...sum })));
}

function sumUpScripts(words: readonly string[], counts: Uint32Array): TextSurvey["scripts"] {
  const sums = new Map<string, { tokens: number; words: number }>();
  words.forEach((word, id) => {
    const script = scriptOf(word);
    const sum = sums.get(script) ?? { tokens: 0, words: 0 };
    sum.tokens += counts[id]!;
    sum.words++;
    sums.set(script, sum);
  });
  return byTokens([...sums].map(([name, sum]) => ({ name, ...sum }))).map(({ name, ...sum }) => ({
    script: name,
    ...sum,
  }));
}

function byTokens<T extends { readonly name: string; readonly tokens: number }>(sums: T[]): T[] {
  return sums.sort((a, b) => b.tokens - a.tokens || (a.name < b.name ? -1 : 1));
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
  const read = readProse(path, content.text, options);
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
  { selection, documents, text, tokenizer, limit }: JobTable["findInSources"]["params"],
  segmenter: Segmenter,
): Promise<JobTable["findInSources"]["result"]> {
  const { files, skipped } = await findFiles(selection);
  const words: string[] = [];
  forEachToken(text, tokenizer, (word) => words.push(word), segmenter);
  // Where no word is in it, the text itself.
  if (words.length === 0) words.push(normalizeWord(text, tokenizer, segmenter));
  const paths = files.map(({ path }) => path);
  const request = { files: paths, documents, word: words.join(" "), tokenizer, limit };
  const found = await findOccurrences(request, undefined, segmenter);
  return { ...found, words, skipped: [...skipped, ...found.skipped] };
}
