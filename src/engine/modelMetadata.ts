/** What a model's file says of its making: composed when it is trained, parsed with suspicion when read. */
import * as v from "valibot";
import { recordedTokenizer, type TokenizerOptions } from "../corpus/tokenizerOptions.ts";
import { tokenizerOptionsSchema } from "../corpus/tokenizerRecord.ts";
import type { ModelHeader } from "../embeddings/modelHeader.node.ts";
import type { Passport } from "../occurrences/passport.node.ts";
import type { CorpusDescription, StopWords } from "../protocol/modelMessages.ts";
import { type Hyperparameters, usesSubwords, usesWindowMean } from "../training/hyperparameters.ts";

/** What `parseMetadata` finds; what a file does not say, or says wrongly, is absent. */
export interface ParsedMetadata {
  readonly hyperparameters: Readonly<Record<string, string | number | boolean>>;
  readonly lossPerEpoch: readonly number[];
  readonly corpus: CorpusDescription | null;
  /** Null where nobody knows how the words were told apart. */
  readonly tokenizer: TokenizerOptions | null;
  /** Absolute paths of the files that were read, in models that have no passport. */
  readonly files: readonly string[];
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hyperparametersSchema = v.record(
  v.string(),
  v.union([v.string(), v.number(), v.boolean(), v.array(v.number())]),
);
const corpusSchema = v.object({
  tokenizer: v.picklist(["words", "whitespace"]),
  tokenizerOptions: v.fallback(v.optional(tokenizerOptionsSchema), undefined),
  minimumCount: count,
  tokens: count,
  bytes: count,
  fileCount: count,
  skippedCount: count,
  phrases: v.fallback(v.optional(v.array(v.array(v.string()))), undefined),
  stopWords: v.fallback(
    v.optional(
      v.object({ languages: v.array(v.picklist(["en", "zh"])), words: v.array(v.string()) }),
    ),
    undefined,
  ),
  /** Only in older models: newer ones have a passport. */
  files: v.optional(v.array(v.string()), []),
});

/** Stands in the place of the algorithm in a model that was not trained: its vectors are an encoder's. */
export const UNTRAINED = "general";

/** What the words of a text were made of besides what a tokenizer does. */
export interface ChosenWords {
  readonly phrases?: readonly (readonly string[])[] | undefined;
  readonly stopWords?: StopWords | undefined;
}

/** Composes what the header says of the text that a model was trained on; its files are in the passport. */
export function composeCorpusRecord(
  { files, skipped, tokenizer: { name: tokenizer, ...tokenizerOptions } }: Passport,
  minimumCount: number,
  { phrases = [], stopWords = { languages: [], words: [] } }: ChosenWords = {},
): Record<string, unknown> {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  const corpus: v.InferInput<typeof corpusSchema> = {
    tokenizer,
    ...(tokenizer === "words" ? { tokenizerOptions } : {}),
    minimumCount,
    tokens: sum(files.map(({ tokens }) => tokens)),
    bytes: sum(files.map(({ bytes }) => bytes)),
    fileCount: files.length,
    skippedCount: skipped.length,
    ...(phrases.length === 0 ? {} : { phrases: phrases.map((words) => [...words]) }),
    ...(stopWords.languages.length + stopWords.words.length === 0
      ? {}
      : {
          stopWords: { languages: [...stopWords.languages], words: [...stopWords.words] },
        }),
  };
  return corpus;
}

/** Lists what had a say in the result; what belongs to other algorithms and losses is left out. */
export function composeHyperparameterRecord(
  hyperparameters: Hyperparameters,
): Record<string, string | number | boolean> {
  const { algorithm, loss } = hyperparameters;
  const without = new Set([
    ...(usesSubwords(algorithm) ? [] : ["minimumNgram", "maximumNgram", "buckets"]),
    ...(usesWindowMean(algorithm) ? ["sharedNegatives"] : ["cbowGradient"]),
    ...(loss === "ns" ? [] : ["negatives", "sharedNegatives", "samplingExponent"]),
  ]);
  return Object.fromEntries(Object.entries(hyperparameters).filter(([name]) => !without.has(name)));
}

/** Reads the metadata of a model's header; a part of another form is left out, never an error. */
export function parseMetadata(header: ModelHeader): ParsedMetadata {
  const recorded = v.safeParse(hyperparametersSchema, header.hyperparameters);
  const corpus = v.safeParse(corpusSchema, header.corpus);
  const { lossPerEpoch, ...hyperparameters } = recorded.success ? recorded.output : {};
  return {
    hyperparameters: Object.fromEntries(
      Object.entries(hyperparameters).filter(
        (entry): entry is [string, string | number | boolean] => !Array.isArray(entry[1]),
      ),
    ),
    lossPerEpoch: Array.isArray(lossPerEpoch) ? lossPerEpoch : [],
    corpus: corpus.success
      ? {
          files: corpus.output.fileCount,
          bytes: corpus.output.bytes,
          tokens: corpus.output.tokens,
          tokenizer: corpus.output.tokenizer,
          ...(corpus.output.tokenizerOptions
            ? { tokenizerOptions: corpus.output.tokenizerOptions }
            : {}),
          minimumCount: corpus.output.minimumCount,
          skipped: corpus.output.skippedCount,
          ...(corpus.output.phrases ? { phrases: corpus.output.phrases } : {}),
          ...(corpus.output.stopWords ? { stopWords: corpus.output.stopWords } : {}),
        }
      : null,
    tokenizer: corpus.success
      ? recordedTokenizer(corpus.output.tokenizer, corpus.output.tokenizerOptions)
      : null,
    files: corpus.success ? corpus.output.files : [],
  };
}
