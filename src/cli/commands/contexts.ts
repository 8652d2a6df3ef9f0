import { defineCommand } from "../command.ts";
import { formatCount } from "../format.ts";
import { visible } from "../style.ts";
import { layOutTable } from "../table.ts";
import { skippedNotes, TEXT_ARGUMENTS, TEXT_OPTIONS, toText } from "./statisticsOptions.ts";

/** `wordfield contexts`: what stands near a word. */
export const contexts = defineCommand({
  name: "contexts",
  summary: "List what stands near a word more often than by chance",
  description:
    "Counts what stands around a word, and orders it by positive pointwise mutual information (Levy, Goldberg & Dagan 2015). Windows do not reach over the end of a line.",
  arguments: TEXT_ARGUMENTS,
  options: {
    word: {
      kind: "text",
      short: "w",
      placeholder: "WORD",
      required: true,
      help: "The word that is asked about",
    },
    top: {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 10_000,
      default: 20,
      help: "The most contexts",
    },
    window: {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 1_000,
      default: 5,
      group: "Counting",
      help: "How many words on each side are near",
    },
    weighting: {
      kind: "choice",
      placeholder: "NAME",
      choices: ["flat", "distance"],
      default: "flat",
      group: "Counting",
      help: "Whether all of them count alike, or one at a distance of d words as 1/d",
    },
    "min-count": {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 1_000_000_000,
      default: 5,
      group: "Counting",
      help: "Leave out words that occur less often in the text",
    },
    "min-pairs": {
      kind: "number",
      placeholder: "N",
      minimum: 0,
      maximum: 1_000_000_000,
      default: 3,
      group: "Counting",
      help: "Leave out words that stand near less often: chance alone puts rare words first",
    },
    smoothing: {
      kind: "number",
      placeholder: "X",
      minimum: 0,
      maximum: 1,
      default: 0.75,
      group: "Counting",
      help: "Power of the contexts’ counts: the smaller, the less rare words come first; 1 for plain PPMI",
    },
    shift: {
      kind: "number",
      placeholder: "K",
      minimum: 1,
      maximum: 1_000,
      default: 1,
      group: "Counting",
      help: "Subtract the logarithm of this: shifted PPMI",
    },
    ...TEXT_OPTIONS,
  },
  examples: [
    { command: "wordfield contexts docs --word river", effect: "what stands near “river”" },
    {
      command: "wordfield contexts docs -w river --window 2 --weighting distance",
      effect: "only what is next to it or nearly so",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { paths }, options }) => {
    const minimumCount = options["min-count"];
    const result = await engine.findContexts(
      {
        ...toText(paths, options),
        word: options.word,
        window: options.window,
        weighting: options.weighting,
        minimumCount,
        minimumPairs: options["min-pairs"],
        contextSmoothing: options.smoothing,
        shift: options.shift,
        count: options.top,
      },
      signal,
    );
    const notes = skippedNotes(result, style);
    if ("missing" in result)
      return {
        document: result,
        lines: [],
        notes: [
          ...notes,
          `"${visible(result.missing)}" does not occur ${formatCount(minimumCount)} times or more in the text. ` +
            "Check its spelling, or lower --min-count.",
        ],
        complete: false,
      };
    return {
      document: result,
      lines: [
        `${style.bold(visible(result.word))} (${formatCount(result.count)})`,
        ...layOutTable(
          style,
          [
            { heading: "context", align: "left" },
            { heading: "PPMI", align: "right" },
            { heading: "together", align: "right" },
            { heading: "count", align: "right" },
          ],
          result.contexts.map(({ word, information, pairs, count }) => [
            visible(word),
            information.toFixed(4),
            Number.isInteger(pairs) ? formatCount(pairs) : pairs.toFixed(2),
            formatCount(count),
          ]),
        ),
      ],
      notes,
      complete: true,
    };
  },
});
