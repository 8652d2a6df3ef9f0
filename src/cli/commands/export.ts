import { extname, resolve } from "node:path";
import type { ForeignFormat } from "../../protocol/modelMessages.ts";
import { UsageError } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { formatQuantity } from "../format.ts";
import { BALANCE_OPTION, toBalance } from "./balanceOption.ts";
import { MODEL_ARGUMENT } from "./sharedOptions.ts";

/** Formats, and the endings that promise them: with another one, other programs would misread the file. */
const ENDINGS = {
  "word2vec-text": [".vec", ".txt"],
  fasttext: [".bin"],
  "word2vec-binary": [".bin"],
} as const satisfies Record<ForeignFormat, readonly string[]>;

/** `wordfield export`: a model in a format of other programs. */
export const exportCommand = defineCommand({
  name: "export",
  summary: "Write a model in a format of other programs",
  description:
    "Writes word2vec text (.vec), which nearly all programs read, or fastText’s format (.bin), which fastText and gensim load with everything: counts, n-grams for unknown words, and what training needs to go on.",
  arguments: { model: MODEL_ARGUMENT },
  options: {
    output: {
      kind: "text",
      short: "o",
      placeholder: "FILE",
      required: true,
      help: "File to write; it ends in .vec or .txt for text, in .bin for fastText’s format",
    },
    format: {
      kind: "choice",
      placeholder: "FORMAT",
      choices: ["word2vec-text", "fasttext", "word2vec-binary"],
      otherwise: "what the ending says; fasttext for .bin",
      help: "Format to write",
    },
    balance: {
      ...BALANCE_OPTION,
      help: "Which meaning the vectors have: 0, what was trained (the default), 1, what words mean in general, between, or auto; other than 0 they have unit length. Not for fasttext",
    },
  },
  examples: [
    { command: "wordfield export sotu.safetensors -o sotu.vec", effect: "word2vec text" },
    { command: "wordfield export sotu.safetensors -o sotu.bin", effect: "for fastText and gensim" },
  ],
  run: async (
    { engine, signal },
    { arguments: { model }, options: { output, format, ...rest } },
  ) => {
    const chosen = chooseFormat(output, format);
    const [modelPath, outputPath] = [resolve(model), resolve(output)];
    const { words, warnings } = await engine.exportModel(
      { modelPath, outputPath, format: chosen, ...toBalance(rest.balance) },
      signal,
    );
    return {
      document: { model: modelPath, output: outputPath, format: chosen, words, warnings },
      lines: [`Wrote ${formatQuantity(words, "word")} to ${output}`],
      notes: warnings,
      complete: true,
    };
  },
});

function chooseFormat(output: string, asked: ForeignFormat | undefined): ForeignFormat {
  const ending = extname(output).toLowerCase();
  const has = (format: ForeignFormat) => (ENDINGS[format] as readonly string[]).includes(ending);
  const chosen = asked ?? (has("fasttext") ? "fasttext" : "word2vec-text");
  if (has(chosen)) return chosen;
  const endings = asked === undefined ? [".vec", ".txt", ".bin"] : ENDINGS[asked];
  throw new UsageError(
    `--output cannot be "${output}"${asked === undefined ? "" : ` with --format ${asked}`}: give a name that ends in ${endings.join(" or ")}.`,
  );
}
