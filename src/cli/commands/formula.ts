import { resolve } from "node:path";
import { defineCommand } from "../command.ts";
import { formatCosine, formatCount } from "../format.ts";
import { missingSentences } from "../missingWords.ts";
import { visible } from "../style.ts";
import { layOutTable } from "../table.ts";
import { BALANCE_OPTION, toBalance } from "./balanceOption.ts";
import { MODEL_ARGUMENT, NEIGHBOR_COUNT_OPTION } from "./sharedOptions.ts";

/** `wordfield formula`: king - man + woman. */
export const formula = defineCommand({
  name: "formula",
  summary: "Find the words that a formula of words comes to",
  description:
    "Adds and takes away words, with weights and parentheses, and lists the words nearest to the result; the formula’s own words are no answers. “alone” is the place near the last added word without the formula: where it is 1, the formula was not needed.",
  arguments: {
    model: MODEL_ARGUMENT,
    formula: {
      placeholder: "FORMULA",
      help: "In quotes: “king - man + woman”, “(paris + berlin) / 2 - city”, or “man : king :: woman”; a minus has spaces around it",
    },
  },
  options: {
    count: NEIGHBOR_COUNT_OPTION,
    method: {
      kind: "choice",
      placeholder: "METHOD",
      choices: ["3CosAdd", "3CosMul"],
      default: "3CosAdd",
      help: "3CosAdd adds vectors, 3CosMul multiplies similarities, so that none outweighs the others",
    },
    balance: BALANCE_OPTION,
  },
  examples: [
    {
      command: 'wordfield formula wiki.safetensors "king - man + woman"',
      effect: "what is to woman as king is to man",
    },
    {
      command: 'wordfield formula wiki.safetensors "man : king :: woman" --method 3CosMul',
      effect: "the same, by products of similarities",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { model, formula: written }, options }) => {
    const modelPath = resolve(model);
    const { count, method } = options;
    const answer = await engine.solveFormula(
      { modelPath, formula: written, method, count, ...toBalance(options.balance) },
      signal,
    );
    if ("missing" in answer)
      return {
        document: { model: modelPath, formula: written, ...answer },
        lines: [],
        notes: missingSentences(answer),
        complete: false,
      };
    return {
      document: { model: modelPath, ...answer },
      lines: layOutTable(
        style,
        [
          { heading: "word", align: "left" },
          { heading: method === "3CosAdd" ? "cosine" : "product", align: "right" },
          { heading: "alone", align: "right" },
        ],
        answer.candidates.map(({ word, score, alone }) => [
          visible(word),
          formatCosine(score),
          alone === null ? "–" : formatCount(alone),
        ]),
      ),
      complete: true,
    };
  },
});
