import { resolve } from "node:path";
import { defineCommand } from "../command.ts";
import { missingSentences } from "../missingWords.ts";
import { layOutNeighbors } from "../neighborTable.ts";
import { BALANCE_OPTION, toBalance } from "./balanceOption.ts";
import { MODEL_ARGUMENT, NEIGHBOR_COUNT_OPTION } from "./sharedOptions.ts";

/** `wordfield analogy`: a : b = c : ? */
export const analogy = defineCommand({
  name: "analogy",
  summary: "Solve a : b = c : ?",
  description:
    "Answers “A is to B as C is to what?” with the words nearest to B − A + C (3CosAdd); A, B and C themselves are left out.",
  arguments: {
    model: MODEL_ARGUMENT,
    a: { placeholder: "A", help: "A word" },
    b: { placeholder: "B", help: "What belongs to A" },
    c: { placeholder: "C", help: "The word whose counterpart is wanted" },
  },
  options: { count: NEIGHBOR_COUNT_OPTION, balance: BALANCE_OPTION },
  examples: [
    {
      command: "wordfield analogy wiki.safetensors france paris italy",
      effect: "france : paris = italy : ?",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { model, a, b, c }, options }) => {
    const modelPath = resolve(model);
    const params = { modelPath, a, b, c, count: options.count, ...toBalance(options.balance) };
    const answer = await engine.solveAnalogy(params, signal);
    const isMissing = "missing" in answer;
    return {
      document: { model: modelPath, a, b, c, ...answer },
      lines: isMissing ? [] : layOutNeighbors(style, answer.neighbors),
      notes: isMissing ? missingSentences(answer) : [],
      complete: !isMissing,
    };
  },
});
