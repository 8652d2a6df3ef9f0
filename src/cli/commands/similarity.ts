import { resolve } from "node:path";
import type { WordComparison } from "../../protocol/wordMessages.ts";
import { UsageError } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { formatCosine } from "../format.ts";
import { missingSentences } from "../missingWords.ts";
import { visible, type Style } from "../style.ts";
import { layOutTable } from "../table.ts";
import { BALANCE_OPTION, toBalance } from "./balanceOption.ts";
import { MODEL_ARGUMENT } from "./sharedOptions.ts";

/** `wordfield similarity`: the cosine of two words, or of each of some words with each. */
export const similarity = defineCommand({
  name: "similarity",
  summary: "Compare words with each other",
  description:
    "Prints the cosine of the angle between the vectors of two words: 1 is the same direction, 0 unrelated. Of three and more words it prints a table of all, with the mean of each word’s cosines with the others.",
  arguments: {
    model: MODEL_ARGUMENT,
    words: { placeholder: "WORD", many: true, help: "Two or more words" },
  },
  options: {
    "odd-one-out": {
      kind: "flag",
      help: "Print only the word that goes worst with the others, of three and more",
    },
    balance: BALANCE_OPTION,
  },
  examples: [
    { command: "wordfield similarity sotu.safetensors war peace", effect: "one number" },
    {
      command: "wordfield similarity sotu.safetensors army navy troops silver --odd-one-out",
      effect: "the word that does not belong",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { model, words }, options }) => {
    const isOddWanted = options["odd-one-out"];
    const least = isOddWanted ? 3 : 2;
    if (words.length < least)
      throw new UsageError(
        `${words.length === 1 ? "One word" : `${words.length} words`} cannot be compared: give at least ${least}.`,
      );
    const modelPath = resolve(model);
    const answer = await engine.compareWordList(
      { modelPath, words, ...toBalance(options.balance) },
      signal,
    );
    if ("missing" in answer)
      return {
        document: { model: modelPath, words, ...answer },
        lines: [],
        notes: missingSentences(answer),
        complete: false,
      };
    const names = answer.words.map(({ word }) => word);
    const odd = answer.oddOneOut === null ? null : (names[answer.oddOneOut] ?? null);
    const [a, b] = names;
    return {
      document:
        names.length === 2
          ? { model: modelPath, a, b, cosine: answer.cosines[1] ?? 0 }
          : {
              model: modelPath,
              words: names,
              cosines: names.map((_, row) => Array.from(rowOf(answer, row))),
              fit: answer.fit,
              oddOneOut: odd,
            },
      lines: isOddWanted
        ? [visible(odd ?? "")]
        : names.length === 2
          ? [formatCosine(answer.cosines[1] ?? 0)]
          : layOutMatrix(style, answer),
      complete: true,
    };
  },
});

function rowOf({ words, cosines }: WordComparison, row: number): Float32Array {
  return cosines.subarray(row * words.length, (row + 1) * words.length);
}

function layOutMatrix(style: Style, answer: WordComparison): string[] {
  const names = answer.words.map(({ word }) => visible(word));
  return layOutTable(
    style,
    [
      { heading: "", align: "left" },
      ...[...names, "mean"].map((heading) => ({ heading, align: "right" }) as const),
    ],
    names.map((name, row) => [
      name,
      ...Array.from(rowOf(answer, row), formatCosine),
      formatCosine(answer.fit[row] ?? 0),
    ]),
  );
}
