/** Answers questions about text with one model; runs in the encoder process. */
import { throwIfCanceled, WordfieldError } from "../errors.ts";
import type {
  EncoderAbilities,
  EncoderRequests,
  LayerChoice,
} from "../protocol/encoderMessages.ts";
import { attentionOf, attentionRollout, type Attentions } from "./attention.ts";
import { planBatches, type BatchRules } from "./batches.ts";
import { fillMask, scoreNextSentence, scoreSentence } from "./maskedWordTasks.node.ts";
import type { ModelFolder } from "./modelFolder.node.ts";
import { inputOfPieces, type ModelSessions } from "./modelSessions.node.ts";
import { encodeOccurrences } from "./occurrenceTask.node.ts";
import { toEncodedToken, turn, vectorOf, type ModelParts } from "./modelParts.node.ts";
import { addMean, layersOf, normalize, type Rows } from "./pooling.ts";
import { isProcessor } from "./providers.ts";
import type { RuntimeOutput } from "./session.node.ts";
import type { TextTokenizer } from "./pieces.ts";

type Questions = Omit<EncoderRequests, "probeRuntime" | "openModel">;

/** Answers each request about the model of this process. */
export type EncoderModel = {
  readonly [M in keyof Questions]: (
    params: Questions[M]["params"],
    signal: AbortSignal,
  ) => Promise<Questions[M]["result"]>;
} & { readonly abilities: EncoderAbilities };

/** Makes a model answer. */
export function createEncoderModel(
  folder: ModelFolder,
  sessions: ModelSessions,
  tokenizer: TextTokenizer,
): EncoderModel {
  const { config } = folder;
  const { taps } = sessions;
  const hiddenStates = taps.hidden.length;
  const batchRules: BatchRules = {
    areIndependent: folder.weightType === "fp32" || folder.weightType === "fp16",
    onProcessor: isProcessor(sessions.provider),
  };
  const namesOf = (layer: LayerChoice | "each"): readonly string[] => {
    if (layer === "each") return hiddenStates > 0 ? taps.hidden : namesOf("last");
    if (hiddenStates > 0) {
      if (
        typeof layer === "number" &&
        !(Number.isInteger(layer) && layer >= 0 && layer < hiddenStates)
      )
        throw new WordfieldError(
          "bad-input",
          `There is no layer ${layer} in this encoder: give a number from 0 to ${hiddenStates - 1}.`,
        );
      return layersOf(layer, hiddenStates).map((index) => taps.hidden[index] ?? "");
    }
    if (layer === "last") return [sessions.lastHidden ?? ""];
    throw new WordfieldError(
      "bad-input",
      `The layers of this encoder cannot be read. ${sessions.missing[0] ?? ""} Take the last one.`,
    );
  };
  const rowsOf = (output: RuntimeOutput, index: number): Rows => {
    const [, columns = 0, dimension = 0] = output.shape;
    return { values: output.values, offset: index * columns * dimension, dimension };
  };
  const forEachText: ModelParts["forEachText"] = async (texts, layer, take, signal) => {
    const names = namesOf(layer);
    const lengths = texts.map(({ length }) => length);
    for (const batch of planBatches(lengths, batchRules)) {
      await turn();
      throwIfCanceled(signal);
      const inputs = batch.map((index) => inputOfPieces(texts[index] ?? []));
      const outputs = await sessions.run("hidden", inputs, names);
      for (const [row, index] of batch.entries())
        take(
          index,
          outputs.map((output) => rowsOf(output, row)),
        );
    }
  };
  const tokenize = (text: string) => tokenizer.tokenize(text, config.maximumTokens);
  const parts: ModelParts = { folder, sessions, tokenizer, forEachText };
  let lastAttentions: { readonly text: string; readonly attentions: Attentions } | undefined;

  const readAttentions = async (text: string): Promise<Attentions> => {
    if (lastAttentions?.text === text) return lastAttentions.attentions;
    lastAttentions = undefined; // before the next one takes its memory
    if (taps.attention.length === 0)
      throw new WordfieldError(
        "bad-input",
        sessions.missing.find((sentence) => sentence.includes("attention")) ??
          "This encoder's attention cannot be read.",
      );
    const { pieces } = tokenize(text);
    const outputs = await sessions.run("attention", [inputOfPieces(pieces)], taps.attention);
    const attentions = {
      layers: outputs.map(({ values }) => values),
      heads: outputs[0]?.shape[1] ?? 0,
      tokens: pieces.length,
    };
    lastAttentions = { text, attentions };
    return attentions;
  };

  return {
    abilities: {
      dimension: config.hiddenSize,
      hiddenStates,
      attentionLayers: taps.attention.length,
      heads: config.heads,
      maximumTokens: config.maximumTokens,
      hasMaskedWords: sessions.logits !== undefined && tokenizer.mask !== undefined,
      hasNextSentence: sessions.nextSentence !== undefined,
      missing: [
        ...sessions.missing,
        ...(tokenizer.withoutPlaces === undefined ? [] : [tokenizer.withoutPlaces]),
      ],
    },
    encodeTexts: async ({ texts, pooling, layer, normalize: isNormalized }, signal) => {
      const tokenized = texts.map(tokenize);
      const vectors = new Float32Array(texts.length * config.hiddenSize);
      const take = (index: number, layers: readonly Rows[]) => {
        const target = vectorOf(vectors, index, config.hiddenSize);
        const rows = pooling === "cls" ? 1 : (tokenized[index]?.pieces.length ?? 1);
        for (const layerRows of layers) addMean(target, layerRows, 0, rows, layers.length);
        if (isNormalized) normalize(target);
      };
      const pieces = tokenized.map((text) => text.pieces);
      await forEachText(pieces, layer, take, signal);
      return {
        vectors,
        tokens: Uint32Array.from(pieces, ({ length }) => length),
        unknown: Uint32Array.from(
          pieces,
          (text) => text.filter(({ id }) => id === tokenizer.unknownId).length,
        ),
        truncated: tokenized.filter(({ isTruncated }) => isTruncated).length,
      };
    },
    encodeOccurrences: (params, signal) => encodeOccurrences(parts, params, signal),
    encodeTokens: async ({ text, layers }) => {
      const { pieces, isTruncated } = tokenize(text);
      const size = pieces.length * config.hiddenSize;
      const wanted = layers.map(namesOf);
      const names = [...new Set(wanted.flat())];
      const outputs =
        names.length === 0 ? [] : await sessions.run("hidden", [inputOfPieces(pieces)], names);
      const hidden = wanted.map((chosen) => {
        const mean = new Float32Array(size);
        for (const name of chosen) {
          const values = outputs[names.indexOf(name)]?.values;
          for (let index = 0; index < size; index++)
            mean[index] = (mean[index] ?? 0) + (values?.[index] ?? 0) / chosen.length;
        }
        return mean;
      });
      return { tokens: pieces.map(toEncodedToken), isTruncated, hidden };
    },
    readAttention: async ({ text, slices }) => {
      const attentions = await readAttentions(text);
      return {
        tokens: attentions.tokens,
        slices: slices.map(({ kind, layer, head }) => {
          requireSlice(attentions, layer, head);
          return kind === "rollout"
            ? attentionRollout(attentions, layer)
            : attentionOf(attentions, layer, head);
        }),
      };
    },
    fillMask: (params, signal) => fillMask(parts, params, signal),
    scoreSentence: (params, signal) => scoreSentence(parts, params, signal),
    scoreNextSentence: (params) => scoreNextSentence(parts, params),
  };
}

function requireSlice({ layers, heads }: Attentions, layer: number, head: number | null): void {
  const isWithin = (value: number, count: number) =>
    Number.isInteger(value) && value >= 0 && value < count;
  if (!isWithin(layer, layers.length))
    throw new WordfieldError(
      "bad-input",
      `There is no attention of layer ${layer}: give a number from 0 to ${layers.length - 1}.`,
    );
  if (head !== null && !isWithin(head, heads))
    throw new WordfieldError(
      "bad-input",
      `There is no attention head ${head}: give a number from 0 to ${heads - 1}.`,
    );
}
