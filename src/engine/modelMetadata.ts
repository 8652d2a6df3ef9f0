/** What a model's file says of its making: composed when it is trained, parsed with suspicion when read. */
import * as v from "valibot";
import type { CorpusReport } from "../corpus/readCorpus.node.ts";
import {
  FIRST_TOKENIZER,
  recordedTokenizer,
  type TokenizerOptions,
} from "../corpus/tokenizerOptions.ts";
import type { ModelHeader } from "../embeddings/modelFile.node.ts";
import type { CorpusDescription } from "../protocol/engineMessages.ts";
import { TOKENIZER_OPTION_CHOICES } from "../protocol/tokenizerSettings.ts";
import { type Hyperparameters, usesSubwords, usesWindowMean } from "../training/hyperparameters.ts";

/** What `parseMetadata` finds; what a file does not say, or says wrongly, is absent. */
export interface ParsedMetadata {
  readonly hyperparameters: Readonly<Record<string, string | number | boolean>>;
  readonly lossPerEpoch: readonly number[];
  readonly corpus: CorpusDescription | null;
  /** Null where nobody knows how the words were told apart. */
  readonly tokenizer: TokenizerOptions | null;
  /** Absolute paths of the files that were read. */
  readonly files: readonly string[];
}

// A header holds 16 MB at most; 100,000 paths of 100 characters fit.
const MAXIMUM_RECORDED_FILES = 100_000;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hyperparametersSchema = v.record(
  v.string(),
  v.union([v.string(), v.number(), v.boolean(), v.array(v.number())]),
);
const choices = TOKENIZER_OPTION_CHOICES;
// What a version does not say or know is as it was at first: then words are found as well as can be.
const tokenizerOptionsSchema = v.object({
  letterCase: v.fallback(v.picklist(choices.letterCase), FIRST_TOKENIZER.letterCase),
  numbers: v.fallback(v.picklist(choices.numbers), FIRST_TOKENIZER.numbers),
  hyphens: v.fallback(v.picklist(choices.hyphens), FIRST_TOKENIZER.hyphens),
  underscores: v.fallback(v.picklist(choices.underscores), FIRST_TOKENIZER.underscores),
  addresses: v.fallback(v.picklist(choices.addresses), FIRST_TOKENIZER.addresses),
  sentences: v.fallback(v.picklist(choices.sentences), FIRST_TOKENIZER.sentences),
  chinese: v.fallback(v.picklist(choices.chinese), FIRST_TOKENIZER.chinese),
  chineseDictionary: v.exactOptional(v.string()),
});
const corpusSchema = v.object({
  tokenizer: v.picklist(["words", "whitespace"]),
  tokenizerOptions: v.fallback(v.optional(tokenizerOptionsSchema), undefined),
  minimumCount: count,
  tokens: count,
  bytes: count,
  fileCount: count,
  skippedCount: count,
  files: v.array(v.string()),
});

/** Composes what is recorded of the text that a model was trained on. */
export function composeCorpusRecord(
  report: CorpusReport,
  { name: tokenizer, ...tokenizerOptions }: TokenizerOptions,
  minimumCount: number,
): Record<string, unknown> {
  const corpus: v.InferOutput<typeof corpusSchema> = {
    tokenizer,
    ...(tokenizer === "words" ? { tokenizerOptions } : {}),
    minimumCount,
    tokens: report.tokens,
    bytes: report.bytes,
    fileCount: report.files.length,
    skippedCount: report.skipped.length,
    files: report.files.slice(0, MAXIMUM_RECORDED_FILES).map((file) => file.path),
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
        }
      : null,
    tokenizer: corpus.success
      ? recordedTokenizer(corpus.output.tokenizer, corpus.output.tokenizerOptions)
      : null,
    files: corpus.success ? corpus.output.files : [],
  };
}
