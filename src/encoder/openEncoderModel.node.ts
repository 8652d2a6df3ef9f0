import { WordfieldError } from "../errors.ts";
import type { EncoderRequests } from "../protocol/encoderMessages.ts";
import { createEncoderModel, type EncoderModel } from "./encoderModel.node.ts";
import { readModelFolder, readTokenizerJson } from "./modelFolder.node.ts";
import { inputOfPieces, openSessions } from "./modelSessions.node.ts";
import { isProcessor } from "./providers.ts";
import type { Runtime } from "./session.node.ts";
import { createTokenizer } from "./tokenizer.ts";

/**
 * Loads a model on a provider and runs it once: some faults show only then.
 *
 * A provider that cannot run it is an answer. Errors: those of the model's files; on the processor, where nothing else is left
 * to try, also those of running it.
 */
export async function openEncoderModel(
  runtime: Runtime,
  { folder, provider, threads }: EncoderRequests["openModel"]["params"],
): Promise<EncoderModel | { readonly refused: string }> {
  const reason = runtime.whyNot(provider);
  if (reason !== undefined) return { refused: reason };
  const model = await readModelFolder(folder, isProcessor(provider));
  const tokenizer = createTokenizer(await readTokenizerJson(folder));
  const sessions = await openSessions(runtime, model, { provider, threads });
  const probe = inputOfPieces(tokenizer.tokenize("word", model.config.maximumTokens).pieces);
  try {
    const [output] = await sessions.run("hidden", [probe], [sessions.lastHidden ?? ""]);
    requireHiddenStates(output?.shape ?? [], output?.values ?? new Float32Array(), model.config);
  } catch (error) {
    if (isProcessor(provider)) throw error;
    const { cause } = error as Error;
    return { refused: runtime.whyRefused(provider, cause ?? error) };
  }
  return createEncoderModel(model, sessions, tokenizer);
}

function requireHiddenStates(
  shape: readonly number[],
  values: Float32Array,
  { hiddenSize }: { readonly hiddenSize: number },
): void {
  if (shape.length !== 3 || shape[2] !== hiddenSize)
    throw new WordfieldError(
      "bad-format",
      `The encoder gives values of shape [${shape.join(", ")}], where config.json promises vectors of ${hiddenSize} numbers. The two files do not belong together.`,
    );
  if (values.some((value) => !Number.isFinite(value)))
    throw new WordfieldError(
      "bad-format",
      "The encoder gives numbers that are not finite. Fetch it again or choose another one.",
    );
}
