/** Starts encoder processes and asks them; a process that dies takes no one with it. */
import { throwIfCanceled, WordfieldError } from "../errors.ts";
import type { ProviderTrial, RuntimeDescription } from "../protocol/encoderMessages.ts";
import { connectEncoder, type EncoderEntry } from "./connectEncoder.node.ts";
import { candidateProviders } from "./providers.ts";

// A first run on a GPU compiles its kernels, which takes seconds; a driver that hangs never ends.
const TRIAL_TIMEOUT_MS = 60_000;

/**
 * Tries every provider of this platform and tells which work, in the order in which they would be taken.
 *
 * Each trial has a process of its own: a driver that crashes or hangs costs its own line of the answer and no other,
 * and no trial sees what an earlier one has left behind.
 *
 * Errors: `encoder-unavailable` where ONNX Runtime cannot be loaded; `encoder-lost` where every process died;
 * `canceled`.
 */
export async function probeEncoder(
  options: EncoderEntry,
  signal?: AbortSignal,
): Promise<RuntimeDescription> {
  const providers: ProviderTrial[] = [];
  let version: string | undefined;
  let lost: WordfieldError | undefined;
  for (const provider of candidateProviders(process.platform)) {
    throwIfCanceled(signal);
    try {
      const answer = await tryProvider(options, provider, signal);
      version = answer.version;
      providers.push(...answer.providers);
    } catch (thrown) {
      // Only the loss of the process concerns this provider alone.
      if (!(thrown instanceof WordfieldError) || thrown.code !== "encoder-lost") throw thrown;
      lost = thrown;
      providers.push({ provider, works: false, reason: thrown.message, milliseconds: null });
    }
  }
  if (version === undefined) throw lost ?? new Error("No provider was tried.");
  return { version, providers };
}

async function tryProvider(
  options: EncoderEntry,
  provider: string,
  signal: AbortSignal | undefined,
): Promise<RuntimeDescription> {
  const { child, channel } = connectEncoder(options);
  const lose = (how: string) =>
    channel.close(new WordfieldError("encoder-lost", `The encoder process ${how}.`));
  child.on("error", (error) => lose(`could not be started: ${error.message}`));
  child.on("exit", (code, signalName) =>
    lose(`stopped (${signalName ?? `exit code ${code}`}) while it tried ${provider}`),
  );
  const timer = setTimeout(
    () => lose(`gave no answer about ${provider} within ${TRIAL_TIMEOUT_MS / 1_000} s`),
    TRIAL_TIMEOUT_MS,
  );
  // A native run cannot be interrupted, and the channel would wait for it.
  const cancel = () => channel.close(new WordfieldError("canceled", "Canceled."));
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    return await channel.calls.probeRuntime({ providers: [provider] });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
    channel.close(new WordfieldError("encoder-lost", "The encoder process was ended."));
    child.kill("SIGKILL"); // the only end that gives all memory back, and harmless to the runtime
  }
}
