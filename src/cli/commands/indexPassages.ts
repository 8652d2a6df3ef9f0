import { resolve } from "node:path";
import { UsageError } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { formatBytes, formatCount, formatQuantity, formatSeconds } from "../format.ts";
import { SOURCE_OPTIONS, toSources } from "./classifyOptions.ts";
import { ENCODER_OPTIONS, encoderNote, toEncoderChoice } from "./encoderOptions.ts";
import { skippedNotes, TEXT_ARGUMENTS } from "./statisticsOptions.ts";

/** What indexes of passages end with: a damaged file of another name is not replaced. */
const ENDING = ".passages";

/** `wordfield index`: encodes the sentences of files, to be searched by meaning. */
export const indexCommand = defineCommand({
  name: "index",
  summary: "Encode the sentences of files, for “wordfield search”",
  description:
    "Encodes each sentence, line or paragraph of text files with a BERT and keeps the vectors and their places in one file. Run again, it reads only files that have changed and encodes only texts that are new. When it is interrupted, what is done is kept, and the next run goes on there.",
  arguments: TEXT_ARGUMENTS,
  options: {
    output: {
      kind: "text",
      short: "o",
      placeholder: "INDEX",
      required: true,
      help: `File of the index; its name ends in ${ENDING}`,
    },
    unit: {
      kind: "choice",
      placeholder: "NAME",
      choices: ["sentences", "lines", "paragraphs"],
      default: "sentences",
      group: "Text",
      help: "What gets a vector of its own",
    },
    ...SOURCE_OPTIONS,
    ...ENCODER_OPTIONS,
  },
  examples: [
    { command: "wordfield index docs -o docs.passages", effect: "every sentence of a folder" },
    {
      command: "wordfield search docs.passages 'how is memory freed'",
      effect: "the sentences that are about it",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { paths }, options }) => {
    if (!options.output.endsWith(ENDING))
      throw new UsageError(
        `--output cannot be "${options.output}": its name has to end in ${ENDING}.`,
      );
    const result = await engine.indexPassages(
      {
        runId: "command-line",
        choice: toEncoderChoice(options),
        sources: toSources(paths, options),
        unit: options.unit,
        indexPath: resolve(options.output),
      },
      signal,
    );
    const { files, passages, texts, encoded, seconds, bytes, notes } = result;
    return {
      document: result,
      lines: [
        `${formatQuantity(passages, "passage")} of ${formatQuantity(files, "file")}, ${formatCount(texts)} different ones, ${formatCount(encoded)} of them encoded in ${formatSeconds(seconds)}; ${formatBytes(bytes)}.`,
      ],
      notes: [...skippedNotes(result, style), ...notes, encoderNote(result.encoder)],
      complete: true,
    };
  },
});
