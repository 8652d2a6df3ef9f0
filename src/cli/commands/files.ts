import { resolve } from "node:path";
import { WordfieldError } from "../../errors.ts";
import { defineCommand, type CommandContext, type Report } from "../command.ts";
import { formatBytes, formatCount, formatQuantity } from "../format.ts";
import { visible } from "../style.ts";
import { layOutTable } from "../table.ts";

/** `wordfield files`: what files a model was made of, or which of them put a word there. */
export const files = defineCommand({
  name: "files",
  summary: "List the files that a model was made of",
  description:
    "Lists the files that a model has read, with their kinds and words as they were then; with --word those that have a word or a phrase now, the most places first. For the latter an index is made beside the model.",
  arguments: { model: { placeholder: "MODEL", help: "Model of “wordfield train”" } },
  options: {
    word: {
      kind: "text",
      short: "w",
      placeholder: "WORD",
      help: "List the files that have this word, as the vocabulary has it, or phrase",
    },
    limit: {
      kind: "integer",
      short: "n",
      placeholder: "N",
      minimum: 0,
      maximum: 10_000_000,
      default: 1_000,
      help: "List at most so many files; all are counted",
    },
  },
  examples: [
    { command: "wordfield files docs.safetensors", effect: "what the model has read" },
    {
      command: "wordfield files docs.safetensors --word kernel",
      effect: "which files put this word there",
    },
  ],
  run: (context, { arguments: { model }, options }) => {
    const question = { modelPath: resolve(model), limit: options.limit };
    return options.word === undefined
      ? listAll(context, question)
      : listWith(context, { ...question, word: options.word });
  },
});

/** The error for a model that does not say what it was made of. */
export function withoutPassport(modelPath: string): WordfieldError {
  return new WordfieldError(
    "bad-input",
    `${modelPath} does not say which files it was made of. Train it again to know them.`,
  );
}

async function listAll(
  { engine, signal, style }: CommandContext,
  question: { readonly modelPath: string; readonly limit: number },
): Promise<Report> {
  const corpus = await engine.corpusOf(question, signal);
  if (!corpus) throw withoutPassport(question.modelPath);
  const rest = corpus.files - corpus.listed.length;
  const number = (heading: string) => ({ heading, align: "right" }) as const;
  return {
    document: corpus,
    lines: layOutTable(
      style,
      [
        { heading: "file", align: "left" },
        { heading: "kind", align: "left" },
        { heading: "language", align: "left" },
        number("size"),
        number("tokens"),
      ],
      corpus.listed.map(({ path, kind, language, bytes, tokens }) => [
        visible(path),
        kind,
        language ?? "",
        formatBytes(bytes),
        formatCount(tokens),
      ]),
    ),
    notes: [
      `${formatQuantity(corpus.files, "file")}, ${formatQuantity(corpus.tokens, "token")}${rest > 0 ? `, ${formatCount(rest)} of them not listed: raise --limit to see more` : ""}.`,
      ...(corpus.forgotten.length === 0
        ? []
        : [`Forgotten: ${formatQuantity(corpus.forgotten.length, "file")}; --json names them.`]),
    ],
    complete: true,
  };
}

async function listWith(
  { engine, signal, style }: CommandContext,
  question: { readonly modelPath: string; readonly word: string; readonly limit: number },
): Promise<Report> {
  const found = await engine.filesOfWord(question, signal);
  if (!found) throw withoutPassport(question.modelPath);
  const { total, inFiles, files } = found;
  const rest = inFiles - files.length;
  return {
    document: found,
    lines: layOutTable(
      style,
      [
        { heading: "count", align: "right" },
        { heading: "file", align: "left" },
      ],
      files.map(({ path, count }) => [formatCount(count), visible(path)]),
    ),
    notes: [
      total === 0
        ? `“${visible(question.word)}” stands in no file of the model.`
        : `${formatQuantity(total, "place")} in ${formatQuantity(inFiles, "file")}${rest > 0 ? `, ${formatCount(rest)} of them not listed: raise --limit to see more` : ""}.`,
    ],
    complete: total > 0,
  };
}
