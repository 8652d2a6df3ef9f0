import { resolve } from "node:path";
import type { MissingWords, NeighborList } from "../../protocol/modelMessages.ts";
import { defineCommand } from "../command.ts";
import { formatCount } from "../format.ts";
import { missingSentences } from "../missingWords.ts";
import { layOutNeighbors } from "../neighborTable.ts";
import { visible } from "../style.ts";
import { BALANCE_OPTION, toBalance } from "./balanceOption.ts";
import { MODEL_ARGUMENT, NEIGHBOR_COUNT_OPTION } from "./sharedOptions.ts";

/** `wordfield neighbors`: the nearest words of one or more words. */
export const neighbors = defineCommand({
  name: "neighbors",
  summary: "List the nearest words of a word",
  description:
    "Lists the words whose vectors point in the most similar direction, with their cosine, how often each stands in the corpus, and in about how many of ten trainings with other seeds it would be among the first 20 again: a question mark marks those that may well not be.",
  arguments: {
    model: MODEL_ARGUMENT,
    words: { placeholder: "WORD", many: true, help: "Words to look up" },
  },
  options: { count: NEIGHBOR_COUNT_OPTION, balance: BALANCE_OPTION },
  examples: [
    {
      command: "wordfield neighbors sotu.safetensors war peace -k 5",
      effect: "five neighbors of each word",
    },
    {
      command:
        "wordfield neighbors sotu.safetensors war --json | jq -r '.results[0].neighbors[].word'",
      effect: "only the words, one a line",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { model, words }, options }) => {
    const modelPath = resolve(model);
    const balance = toBalance(options.balance);
    const results: NeighborList[] = [];
    const missing: MissingWords["missing"][number][] = [];
    for (const word of words) {
      const params = { modelPath, word, count: options.count, ...balance };
      const answer = await engine.findNeighbors(params, signal);
      if ("missing" in answer) missing.push(...answer.missing);
      else results.push(answer);
    }
    return {
      document: { model: modelPath, results, missing },
      lines: results.flatMap(({ entry, neighbors }, index) => [
        ...(index === 0 ? [] : [""]),
        ...(words.length === 1 ? [] : [heading(entry)].map(style.bold)),
        ...layOutNeighbors(style, neighbors),
      ]),
      notes: missingSentences({ missing }),
      complete: missing.length === 0,
    };
  },
});

function heading({ word, count }: NeighborList["entry"]): string {
  return visible(word) + (count === null ? "" : ` (${formatCount(count)})`);
}
