import { resolve } from "node:path";
import { defineCommand } from "../command.ts";
import { formatCosine } from "../format.ts";
import { missingSentences } from "../missingWords.ts";
import { BALANCE_OPTION, toBalance } from "./balanceOption.ts";
import { MODEL_ARGUMENT } from "./sharedOptions.ts";

/** `wordfield similarity`: the cosine of two words. */
export const similarity = defineCommand({
  name: "similarity",
  summary: "Compare two words",
  description:
    "Prints the cosine of the angle between the vectors of two words: 1 is the same direction, 0 unrelated.",
  arguments: {
    model: MODEL_ARGUMENT,
    a: { placeholder: "A", help: "A word" },
    b: { placeholder: "B", help: "Another word" },
  },
  options: { balance: BALANCE_OPTION },
  examples: [{ command: "wordfield similarity sotu.safetensors war peace", effect: "one number" }],
  run: async ({ engine, signal }, { arguments: { model, a, b }, options }) => {
    const modelPath = resolve(model);
    const answer = await engine.compareWords(
      { modelPath, a, b, ...toBalance(options.balance) },
      signal,
    );
    const isMissing = "missing" in answer;
    return {
      document: { model: modelPath, a, b, ...answer },
      lines: isMissing ? [] : [formatCosine(answer.cosine)],
      notes: isMissing ? missingSentences(answer) : [],
      complete: !isMissing,
    };
  },
});
