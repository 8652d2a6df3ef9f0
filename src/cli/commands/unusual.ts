import { resolve } from "node:path";
import type { UnusualWord } from "../../protocol/groundingMessages.ts";
import { defineCommand } from "../command.ts";
import { formatCount, formatQuantity } from "../format.ts";
import { visible } from "../style.ts";
import { layOutTable } from "../table.ts";
import { NEIGHBOR_COUNT_OPTION } from "./sharedOptions.ts";

/** `wordfield unusual`: words whose uses do not fit what they mean in general. */
export const unusual = defineCommand({
  name: "unusual",
  summary: "List words that are used differently here",
  description:
    "Ranks the words of a model by how little their uses in its text fit what they mean in general: by how far each predicts the other, in standard deviations from words of the same frequency. Beside each stand its neighbors here and in general. The model must have general vectors: “wordfield ground MODEL”, or “wordfield train --prior auto”.",
  arguments: { model: { placeholder: "MODEL", help: "Model with general vectors" } },
  options: {
    count: { ...NEIGHBOR_COUNT_OPTION, default: 20 },
    "min-uses": {
      kind: "integer",
      placeholder: "N",
      minimum: 50,
      maximum: 1_000_000_000,
      default: 100,
      help: "Leave out words that stand less often: few uses tell little",
    },
    neighbors: {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 100,
      default: 5,
      help: "How many neighbors to show on each side",
    },
  },
  examples: [
    {
      command: "wordfield unusual docs.safetensors -k 10",
      effect: "the ten words whose use here is most their own",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { model }, options }) => {
    const minimumUses = options["min-uses"];
    const result = await engine.findUnusualWords(
      {
        modelPath: resolve(model),
        count: options.count,
        minimumUses,
        neighbors: options.neighbors,
      },
      signal,
    );
    return {
      document: { model: resolve(model), minimumUses, ...result },
      lines: layOutTable(
        style,
        [
          { heading: "word", align: "left" },
          { heading: "count", align: "right" },
          { heading: "departs", align: "right" },
          { heading: "here", align: "left" },
          { heading: "in general", align: "left" },
        ],
        result.words.map(({ word, count, departure, here, general }) => [
          visible(word),
          formatCount(count),
          `${departure.toFixed(1)} σ`,
          listWords(here),
          listWords(general),
        ]),
      ),
      notes: [
        `${formatQuantity(result.judged, "word")} with ${formatCount(minimumUses)} uses or more were compared with ${result.encoder}.`,
      ],
      complete: true,
    };
  },
});

function listWords(neighbors: UnusualWord["here"]): string {
  return neighbors.map(({ word }) => visible(word)).join(", ");
}
