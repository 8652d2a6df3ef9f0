import { UsageError } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { visible } from "../style.ts";
import { layOutTable } from "../table.ts";
import { ENCODER_OPTIONS, encoderNote, toEncoderChoice } from "./encoderOptions.ts";

/** `wordfield mask`: what an encoder expects in the place of a word. */
export const mask = defineCommand({
  name: "mask",
  summary: "Show which words an encoder expects in a place",
  description:
    "Lists the most probable words for each [MASK] of a text or, with --word, for the places of that word; with --score also how likely each word of the text is in its place. The encoder needs a head for masked words, which those that come with Wordfield do not have.",
  arguments: {
    text: { placeholder: "TEXT", help: "A sentence, with [MASK] in the place of a word" },
  },
  options: {
    count: {
      kind: "integer",
      short: "k",
      placeholder: "N",
      minimum: 1,
      maximum: 1_000,
      default: 5,
      help: "How many words to list",
    },
    word: {
      kind: "text",
      short: "w",
      placeholder: "WORD",
      help: "Ask about this word of the text",
    },
    score: { kind: "flag", help: "Print the pseudo-perplexity and the probability of each token" },
    ...ENCODER_OPTIONS,
  },
  examples: [
    {
      command: 'wordfield mask "The capital of France is [MASK]." --encoder bert-base-uncased',
      effect: "paris, lille, lyon, …",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { text }, options }) => {
    const choice = toEncoderChoice(options);
    if (options.score) {
      const { encoder, tokens, logProbabilities, pseudoPerplexity } = await engine.scoreSentence(
        { choice, text },
        signal,
      );
      const scored = tokens.flatMap((token, index) =>
        token.word < 0
          ? []
          : [{ ...token, probability: Math.exp(logProbabilities[index] ?? Number.NaN) }],
      );
      return {
        document: { encoder, text, pseudoPerplexity, tokens: scored },
        lines: [
          `pseudo-perplexity ${pseudoPerplexity.toFixed(2)}`,
          ...scored.map(({ token, probability }) => `${visible(token)}  ${probability.toFixed(4)}`),
        ],
        notes: [encoderNote(encoder)],
        complete: true,
      };
    }
    const start = options.word === undefined ? -1 : text.indexOf(options.word);
    if (options.word !== undefined && start < 0)
      throw new UsageError(`The text has no "${options.word}". Give one of its words.`);
    const stretch = options.word === undefined ? null : { start, end: start + options.word.length };
    const { encoder, places } = await engine.fillMask(
      { choice, text, stretch, count: options.count },
      signal,
    );
    return {
      document: { encoder, text, places },
      lines: places.flatMap(({ start: from, end, words, actual }) => [
        style.bold(`${from}–${end} ${visible(JSON.stringify(text.slice(from, end)))}`),
        ...layOutTable(
          style,
          [
            { heading: "word", align: "left" },
            { heading: "probability", align: "right" },
          ],
          words.map(({ token, probability }) => [visible(token), probability.toFixed(3)]),
        ),
        ...(actual === null
          ? []
          : [`${visible(actual.token)} itself: ${actual.probability.toPrecision(3)}`]),
      ]),
      notes: [encoderNote(encoder)],
      complete: true,
    };
  },
});
