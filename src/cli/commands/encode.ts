import { stat, readFile } from "node:fs/promises";
import { WordfieldError } from "../../errors.ts";
import type { SentencePooling } from "../../protocol/encoderMessages.ts";
import { UsageError } from "../arguments.ts";
import { defineCommand, type CommandContext, type Report } from "../command.ts";
import { formatQuantity } from "../format.ts";
import { visible } from "../style.ts";
import {
  ENCODER_OPTIONS,
  encoderNote,
  LAYER_OPTION,
  toEncoderChoice,
  toLayer,
} from "./encoderOptions.ts";

const LARGEST_FILE_BYTES = 64_000_000;

/** `wordfield encode`: vectors of texts by a BERT. */
export const encode = defineCommand({
  name: "encode",
  summary: "Turn texts into vectors with a BERT encoder",
  description:
    "Encodes each text, or each line of a file that is not empty, and prints one vector a line, its numbers with spaces between. Vectors have length 1. With --tokens it lists the tokens of one text and where they stand instead. Two encoders come with Wordfield, for English and for Chinese.",
  arguments: {
    texts: {
      placeholder: "TEXT|FILE",
      many: true,
      help: "Texts, or files whose lines are texts",
    },
  },
  options: {
    pooling: {
      kind: "choice",
      placeholder: "NAME",
      choices: ["mean", "cls"],
      otherwise: "the encoder’s own",
      group: "Encoder",
      help: "What makes one vector of the tokens’: their mean, or the first one’s",
    },
    layer: LAYER_OPTION,
    tokens: { kind: "flag", help: "List the tokens of the text and where they stand" },
    ...ENCODER_OPTIONS,
  },
  examples: [
    { command: 'wordfield encode "The bank of the river"', effect: "384 numbers" },
    {
      command: "wordfield encode notes.txt --json | jq '.vectors | length'",
      effect: "one vector for each line",
    },
    { command: 'wordfield encode --tokens "Unbelievable!"', effect: "word pieces and places" },
  ],
  run: async (context, { arguments: { texts }, options }) => {
    const choice = toEncoderChoice(options);
    const layer = toLayer(options.layer);
    const lines = (await Promise.all(texts.map(readTexts))).flat();
    if (lines.length === 0) throw new UsageError("There is no text: all lines are empty.");
    if (options.tokens) {
      if (lines.length !== 1)
        throw new UsageError(`--tokens takes one text, not ${lines.length}. Leave the others out.`);
      return listTokens(context, lines[0] ?? "", choice);
    }
    const pooling: SentencePooling | null = options.pooling ?? null;
    const { encoder, vectors, tokens, truncated } = await context.engine.encodeTexts(
      { runId: "command-line", choice, texts: lines, pooling, layer },
      context.signal,
    );
    const { dimension } = encoder;
    const rows = lines.map((_, row) =>
      [...vectors.subarray(row * dimension, (row + 1) * dimension)].map((value) =>
        Number(value.toPrecision(6)),
      ),
    );
    return {
      document: {
        encoder,
        layer,
        pooling: pooling ?? encoder.sentencePooling,
        texts: lines,
        tokens: [...tokens],
        truncated,
        vectors: rows,
      },
      lines: rows.map((row) => row.join(" ")),
      notes: [
        encoderNote(encoder),
        ...(truncated === 0
          ? []
          : [
              `${formatQuantity(truncated, "text")} longer than ${encoder.maximumTokens} tokens: only the beginning was read.`,
            ]),
      ],
      complete: true,
    };
  },
});

async function listTokens(
  { engine, signal, style }: CommandContext,
  text: string,
  choice: Parameters<CommandContext["engine"]["encodeSelection"]>[0]["choice"],
): Promise<Report> {
  const { encoder, provider, missing, tokens, isTruncated } = await engine.encodeSelection(
    { choice, text, layers: [] },
    signal,
  );
  return {
    document: { encoder, provider, missing, text, tokens, isTruncated },
    lines: tokens.map(({ id, token, start, end }) =>
      [
        style.dim(start < 0 ? "–" : `${start}–${end}`),
        visible(token),
        style.dim(
          start < 0 ? String(id) : `${id}  ${visible(JSON.stringify(text.slice(start, end)))}`,
        ),
      ].join("  "),
    ),
    notes: [
      encoderNote(encoder),
      ...missing,
      ...(isTruncated
        ? [`Only the first ${encoder.maximumTokens} tokens: the encoder takes no more.`]
        : []),
    ],
    complete: true,
  };
}

/** The texts that a word of the command line stands for: the lines of a file, or the word itself. */
async function readTexts(word: string): Promise<readonly string[]> {
  const info = await stat(word).catch(() => undefined); // no file of this name: it is a text
  if (!info?.isFile()) return word.trim() === "" ? [] : [word];
  if (info.size > LARGEST_FILE_BYTES)
    throw new WordfieldError(
      "bad-input",
      `${word} has ${Math.round(info.size / 1e6)} MB, more than the ${LARGEST_FILE_BYTES / 1e6} MB that are encoded at once. Split it.`,
    );
  const lines = (await readFile(word, "utf8")).replace(/^\uFEFF/, "").split(/\r\n|[\r\n]/);
  return lines.filter((line) => line.trim() !== "");
}
