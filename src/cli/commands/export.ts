import { extname, resolve } from "node:path";
import { UsageError } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { formatQuantity } from "../format.ts";
import { MODEL_ARGUMENT } from "./sharedOptions.ts";

// Endings that promise word2vec's text format; another ending would make other programs misread the file.
const TEXT_ENDINGS = [".vec", ".txt"];

/** `wordfield export`: a model as word2vec text. */
export const exportCommand = defineCommand({
  name: "export",
  summary: "Write a model in a format of other programs",
  description:
    "Writes word2vec text, which gensim, fastText and many others read: one line a word, most frequent first.",
  arguments: { model: MODEL_ARGUMENT },
  options: {
    output: {
      kind: "text",
      short: "o",
      placeholder: "FILE",
      required: true,
      help: `File to write; it ends in ${TEXT_ENDINGS.join(" or ")}`,
    },
  },
  examples: [{ command: "wordfield export sotu.safetensors -o sotu.vec", effect: "word2vec text" }],
  run: async ({ engine, signal }, { arguments: { model }, options: { output } }) => {
    if (!TEXT_ENDINGS.includes(extname(output).toLowerCase()))
      throw new UsageError(
        `--output cannot be "${output}": word2vec text is what export writes, give a name that ends in ${TEXT_ENDINGS.join(" or ")}.`,
      );
    const [modelPath, outputPath] = [resolve(model), resolve(output)];
    const { words, warnings } = await engine.exportModel({ modelPath, outputPath }, signal);
    return {
      document: { model: modelPath, output: outputPath, words, warnings },
      lines: [`Wrote ${formatQuantity(words, "word")} to ${output}`],
      notes: warnings,
      complete: true,
    };
  },
});
