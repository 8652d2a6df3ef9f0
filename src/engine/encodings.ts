/** Questions to encoders: single texts go to the process as they are, many go in portions. */
import type { Calls, Emit } from "../protocol/channel.ts";
import type { EncodingRequests, RunningEncoder } from "../protocol/encodingMessages.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { ChosenEncoder, Encoders } from "./encoders.ts";
import { encodeMany, encodePlaces } from "./encodingPortions.ts";
import { encodeWords } from "./wordVectors.ts";

/** What encodings need from the engine. */
interface EncodingContext {
  readonly emit: Emit<EngineEvents>;
  readonly encoders: Encoders;
}

/** Makes the calls about encoders. */
export function createEncodings(context: EncodingContext): Calls<EncodingRequests> {
  const { encoders } = context;
  const open = async (
    { process, description }: ChosenEncoder,
    signal?: AbortSignal,
  ): Promise<RunningEncoder> => ({ ...(await process.open(signal)), encoder: description });
  return {
    listEncoders: async ({ folders }) => ({ encoders: await encoders.list(folders) }),
    openEncoder: async ({ choice, text }, signal) =>
      open(await encoders.choose(choice, text), signal),
    closeEncoders: async () => {
      encoders.close();
      return {};
    },
    encodeTexts: async ({ runId, choice, texts, pooling, layer }, signal) => {
      const chosen = await encoders.choose(choice, texts.slice(0, 200).join("\n"));
      const { vectors, tokens, truncated } = await encodeMany(
        context,
        chosen,
        { runId, texts, pooling, layer, normalize: true },
        signal,
      );
      return { encoder: chosen.description, vectors, tokens, truncated };
    },
    encodeWords: (params, signal) => encodeWords(context, params, signal),
    encodeOccurrences: async ({ runId, choice, occurrences, ...rest }, signal) => {
      const chosen = await encoders.choose(
        choice,
        occurrences
          .slice(0, 200)
          .map(({ text }) => text)
          .join("\n"),
      );
      const encoded = await encodePlaces(context, chosen, { runId, occurrences, ...rest }, signal);
      return { encoder: chosen.description, ...encoded };
    },
    encodeSelection: async ({ choice, text, layers }, signal) => {
      const chosen = await encoders.choose(choice, text);
      const running = await open(chosen, signal);
      const answer = await chosen.process.ask("encodeTokens", { text, layers }, signal);
      return { ...running, ...answer };
    },
    readAttention: async ({ choice, text, slices }, signal) => {
      const { process, description } = await encoders.choose(choice, text);
      return {
        encoder: description,
        ...(await process.ask("readAttention", { text, slices }, signal)),
      };
    },
    fillMask: async ({ choice, text, stretch, count }, signal) => {
      const { process, description } = await encoders.choose(choice, text);
      return {
        encoder: description,
        ...(await process.ask("fillMask", { text, stretch, count }, signal)),
      };
    },
    scoreSentence: async ({ choice, text }, signal) => {
      const { process, description } = await encoders.choose(choice, text);
      return { encoder: description, ...(await process.ask("scoreSentence", { text }, signal)) };
    },
    scoreNextSentence: async ({ choice, first, second }, signal) => {
      const { process, description } = await encoders.choose(choice, `${first}\n${second}`);
      return {
        encoder: description,
        ...(await process.ask("scoreNextSentence", { first, second }, signal)),
      };
    },
  };
}
