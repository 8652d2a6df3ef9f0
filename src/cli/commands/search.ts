import { resolve } from "node:path";
import { defineCommand } from "../command.ts";
import { formatCount } from "../format.ts";
import { visible } from "../style.ts";
import { ENCODER_OPTIONS, toEncoderChoice } from "./encoderOptions.ts";
import { formatPlace } from "./statisticsOptions.ts";

/** `wordfield search`: passages that mean something like a text. */
export const search = defineCommand({
  name: "search",
  summary: "Find the sentences that mean something like a text",
  description:
    "Encodes a text with the BERT that made an index of “wordfield index”, and lists the passages whose vectors are nearest by cosine. The search is exact.",
  arguments: {
    index: { placeholder: "INDEX", help: "File of “wordfield index”" },
    text: { placeholder: "TEXT", help: "A question, a sentence or a few words" },
  },
  options: {
    count: {
      kind: "integer",
      short: "k",
      placeholder: "N",
      minimum: 1,
      maximum: 4_096,
      default: 10,
      help: "How many passages to list",
    },
    ...ENCODER_OPTIONS,
  },
  examples: [
    {
      command: "wordfield search docs.passages 'how is memory freed' -k 5",
      effect: "path, line, column, cosine and text of five sentences",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { index, text }, options }) => {
    const found = await engine.searchPassages(
      {
        indexPath: resolve(index),
        choice: toEncoderChoice(options),
        text,
        count: options.count,
      },
      signal,
    );
    const changed = found.passages.filter(({ isChanged }) => isChanged).length;
    return {
      document: found,
      lines: found.passages.map(
        (passage) =>
          `${formatPlace(passage)}: ${style.dim(passage.cosine.toFixed(3))} ${passage.text === null ? style.dim("(the file is gone)") : visible(passage.text)}`,
      ),
      notes: [
        `${formatCount(found.passages.length)} of ${formatCount(found.total)} passages, by ${found.encoder.name}.`,
        ...(changed === 0
          ? []
          : [
              "Some of these files have changed since. Run “wordfield index” again to find them as they are.",
            ]),
      ],
      complete: found.passages.length > 0,
    };
  },
});
