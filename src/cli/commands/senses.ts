import { UsageError } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { formatCount, formatQuantity, formatShare } from "../format.ts";
import { visible } from "../style.ts";
import { ENCODER_OPTIONS, encoderNote, toEncoderChoice } from "./encoderOptions.ts";
import {
  formatPlace,
  skippedNotes,
  TEXT_ARGUMENTS,
  TEXT_OPTIONS,
  toText,
} from "./statisticsOptions.ts";

const MOST_SENSES = 64;

/** `wordfield senses`: what a word means in different places. */
export const senses = defineCommand({
  name: "senses",
  summary: "Group the places of a word by its meaning there",
  description:
    "Encodes the places of a word with a BERT, up to a sample, and groups them by meaning. Each sense is listed with the words that stand near it there rather than in the other senses, and with example lines. How many senses there are is found by a gap statistic, which can also say one.",
  arguments: TEXT_ARGUMENTS,
  options: {
    word: {
      kind: "text",
      short: "w",
      placeholder: "WORD",
      required: true,
      help: "A word, or a phrase in quotation marks, whose words stand one behind the other",
    },
    senses: {
      kind: "text",
      short: "n",
      placeholder: "N",
      help: "How many senses, or auto (the default), which finds 1 to 8",
    },
    sample: {
      kind: "integer",
      placeholder: "N",
      minimum: 2,
      maximum: 10_000,
      default: 500,
      help: "Encode at most so many places, drawn at random",
    },
    seed: {
      kind: "integer",
      placeholder: "N",
      minimum: 0,
      maximum: 2 ** 32 - 1,
      default: 1,
      help: "Another number draws another sample",
    },
    examples: {
      kind: "integer",
      short: "k",
      placeholder: "N",
      minimum: 0,
      maximum: 1_000,
      default: 3,
      help: "Example lines of each sense",
    },
    ...TEXT_OPTIONS,
    ...ENCODER_OPTIONS,
  },
  examples: [
    { command: "wordfield senses docs --word cell", effect: "the senses of “cell” in a folder" },
    {
      command: "wordfield senses . -w kernel --senses 2 --json | jq '.senses[].words[0].word'",
      effect: "two senses, a word for each",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { paths }, options }) => {
    const found = await engine.findSenses(
      {
        ...toText(paths, options),
        choice: toEncoderChoice(options),
        word: options.word,
        sample: options.sample,
        seed: options.seed,
        senses: toSenses(options.senses),
        examples: options.examples,
      },
      signal,
    );
    const { places, scores, total, inFiles, repeated } = found;
    const form = visible(found.words.join(" "));
    const chosen = scores.find((score) => score.senses === found.senses.length);
    const xy = [...found.xy].map((value) => Number(value.toPrecision(6)));
    return {
      document: {
        ...found,
        places: places.map((place, index) => ({
          ...place,
          xy: [xy[2 * index] ?? 0, xy[2 * index + 1] ?? 0],
        })),
        xy: undefined,
      },
      lines: found.senses.flatMap(({ places: count, words, examples }, index) => [
        `${style.bold(`${form} ${index + 1}`)}  ${formatQuantity(count, "place")} (${formatShare(count / places.length)})`,
        ...(words.length === 0 ? [] : [`  ${words.map(({ word }) => visible(word)).join(", ")}`]),
        ...examples.flatMap((at) => {
          const place = places[at];
          return place
            ? [
                `  ${style.dim(formatPlace(place))}: ${visible(place.before)}${style.bold(visible(place.match))}${visible(place.after)}`,
              ]
            : [];
        }),
      ]),
      notes: [
        ...skippedNotes(found, style),
        total === 0
          ? `“${form}” stands in no file that was read.`
          : `${formatQuantity(total, "place")} in ${formatQuantity(inFiles, "file")}, ${formatCount(places.length)} encoded${repeated > 0 ? `, ${formatCount(repeated)} left out whose text is that of another` : ""}.`,
        ...(chosen === undefined || total === 0
          ? []
          : [
              `${formatQuantity(chosen.senses, "sense")} by the gap statistic (score ${chosen.score.toFixed(3)}; one sense has 0).`,
            ]),
        encoderNote(found.encoder),
      ],
      complete: total > 0,
    };
  },
});

function toSenses(text: string | undefined): number | null {
  if (text === undefined || text === "auto") return null;
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= MOST_SENSES) return count;
  throw new UsageError(
    `--senses cannot be "${text}": give a number from 1 to ${MOST_SENSES}, or auto.`,
  );
}
