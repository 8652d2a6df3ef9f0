import { resolve } from "node:path";
import { defineCommand } from "../command.ts";
import { formatCount } from "../format.ts";
import { visible } from "../style.ts";
import { layOutTable } from "../table.ts";
import { MODEL_ARGUMENT, NEIGHBOR_COUNT_OPTION } from "./sharedOptions.ts";

/** `wordfield compare MODEL MODEL2`: what words mean in one model and in another. */
export const compareModels = defineCommand({
  name: "compare",
  summary: "Compare two models: list the words that moved most",
  description:
    "Turns the vectors of one model onto those of another by the words that both have (orthogonal Procrustes), and lists the words that are furthest from themselves, with their counts and neighbors in each. Rare words move by chance; so the distance counts less the median of words of about the same counts in both. Models of the same project at two times, or of two projects, show what has changed.",
  arguments: {
    first: MODEL_ARGUMENT,
    second: {
      placeholder: "MODEL2",
      help: "The other model; with -m MODEL in its place the words of a text are compared",
    },
  },
  options: {
    count: { ...NEIGHBOR_COUNT_OPTION, default: 20 },
    "min-count": {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 1_000_000_000,
      default: 20,
      help: "Leave out words that stand less often in either text, where the models say so",
    },
    neighbors: {
      kind: "integer",
      placeholder: "N",
      minimum: 0,
      maximum: 100,
      default: 5,
      help: "How many neighbors to show on each side",
    },
  },
  examples: [
    {
      command: "wordfield compare 2024.safetensors 2026.safetensors -k 10",
      effect: "the ten words whose use has changed most",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { first, second }, options }) => {
    const result = await engine.compareModels(
      {
        firstPath: resolve(first),
        secondPath: resolve(second),
        count: options.count,
        minimumCount: options["min-count"],
        neighbors: options.neighbors,
      },
      signal,
    );
    const { moved, shared, compared, medianDistance, clear } = result;
    const list = (words: readonly string[]) => words.map(visible).join(", ");
    const toCount = (count: number | null) => (count === null ? "–" : formatCount(count));
    return {
      document: {
        first: result.first.path,
        second: result.second.path,
        shared,
        compared,
        medianDistance,
        clear,
        moved,
      },
      lines: layOutTable(
        style,
        [
          { heading: "word", align: "left" },
          { heading: "beyond", align: "right" },
          { heading: "distance", align: "right" },
          { heading: "count", align: "right" },
          { heading: visible(result.first.name), align: "left" },
          { heading: visible(result.second.name), align: "left" },
        ],
        moved.map((word) => [
          visible(word.word),
          word.beyond.toFixed(3),
          word.distance.toFixed(3),
          `${toCount(word.firstCount)} → ${toCount(word.secondCount)}`,
          list(word.firstNeighbors),
          list(word.secondNeighbors),
        ]),
      ),
      notes: [
        `${formatCount(compared)} of ${formatCount(shared)} words in both compared; the median distance is ${medianDistance.toFixed(3)}. ${formatCount(clear)} moved more than by chance: over three deviations beyond words of about the same counts.`,
      ],
      complete: true,
    };
  },
});
