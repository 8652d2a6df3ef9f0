/** The sessions of one model: each computes only what it is asked for. */
import { closeSync, openSync, readSync } from "node:fs";
import { basename, dirname } from "node:path";
import { requireMemory } from "../embeddings/memoryNeed.node.ts";
import { WordfieldError } from "../errors.ts";
import { findBertTaps, type BertTaps } from "./bertTaps.ts";
import { ByteWindow } from "./byteWindow.ts";
import { requireWithin, type ModelFolder } from "./modelFolder.node.ts";
import { scanOnnx, type OnnxStructure } from "./onnxScan.ts";
import { isProcessor } from "./providers.ts";
import { isOutOfMemory, oneLine } from "./runtimeMessage.ts";
import type { Runtime, RuntimeInput, RuntimeOutput, RuntimeSession } from "./session.node.ts";
import { composeTapModel } from "./tapModel.ts";
import type { Piece } from "./pieces.ts";

/** A session of the model: hidden states, these and attentions, or the outputs that the file itself has. */
type SessionKind = "hidden" | "attention" | "heads";

/** A text as it goes into the model: tokens, and for a pair of texts which of them belong to the second. */
export interface ModelInput {
  readonly ids: readonly number[];
  readonly types?: readonly number[];
}

/** One model on one provider. */
export interface ModelSessions {
  readonly provider: string;
  readonly taps: BertTaps;
  /** Sentences on what this file cannot show. */
  readonly missing: readonly string[];
  /** Name of the last hidden state. */
  readonly lastHidden: string | undefined;
  /** Names of the outputs of the heads; undefined where there is no such head. */
  readonly logits: string | undefined;
  readonly nextSentence: string | undefined;
  /**
   * Runs texts together, padded to the longest; gives the named values, in their order, shape [texts, …].
   *
   * Errors: `out-of-memory`, `bad-format` where the model fails.
   */
  run(
    kind: SessionKind,
    inputs: readonly ModelInput[],
    outputs: readonly string[],
  ): Promise<readonly RuntimeOutput[]>;
}

/** What a run's activations and the runtime itself take beside the weights. */
const WORKING_BYTES = 400e6;
/** Weights are kept once as they are and once as the processor's kernels want them. */
const WEIGHT_COPIES = 1.6;
/** Of larger models only one session stays: each has its own copy of the weights. */
const LARGE_BYTES = 150e6;
const INPUTS = new Set(["input_ids", "attention_mask", "token_type_ids"]);
const LAST_HIDDEN = ["last_hidden_state", "token_embeddings", "sequence_output"];
const LOGITS = ["logits", "prediction_logits", "prediction_scores"];
const NEXT_SENTENCE = ["seq_relationship_logits", "seq_relationship_score", "logits"];

/**
 * Reads the structure of a model's file and makes ready for sessions on a provider.
 *
 * Errors: `bad-format`, `bad-input` for a model that asks for more than text, `out-of-memory`, `model-missing`.
 */
export async function openSessions(
  runtime: Runtime,
  model: ModelFolder,
  { provider, threads }: { readonly provider: string; readonly threads: number },
): Promise<ModelSessions> {
  requireMemory(
    model.bytes * WEIGHT_COPIES + WORKING_BYTES,
    `The encoder ${basename(model.folder)}`,
    "Close other programs or choose a smaller encoder.",
  );
  const file = openSync(model.weightsPath, "r");
  const bytes = new ByteWindow(model.bytes, (start, length) => readExactly(file, start, length));
  let structure: OnnxStructure;
  let composed: ReadonlyMap<SessionKind, Uint8Array<ArrayBuffer>>;
  const missing: string[] = [];
  let taps: BertTaps;
  let lastHidden: string | undefined;
  try {
    structure = scanOnnx(bytes);
    requireTextInputs(structure);
    await requireWithin(model.weightsPath, structure.externalFiles);
    taps = usableTaps(findBertTaps(structure), model, missing);
    lastHidden = taps.hidden.at(-1) ?? LAST_HIDDEN.find((name) => structure.outputs.includes(name));
    if (lastHidden === undefined)
      throw new WordfieldError(
        "bad-input",
        `${basename(model.weightsPath)} gives no hidden states, and none could be found in its graph. Export the model for feature extraction.`,
      );
    const name = basename(model.weightsPath);
    const compose = (outputs: readonly string[]) =>
      composeTapModel(bytes, structure, name, outputs);
    composed = new Map([
      ["hidden", compose(taps.hidden.length > 0 ? taps.hidden : [lastHidden])],
      ["attention", compose([...taps.hidden, ...taps.attention])],
      ["heads", compose(structure.outputs)],
    ]);
  } finally {
    closeSync(file);
  }
  const { config } = model;
  const findHead = (names: readonly string[], hasHead: boolean) =>
    hasHead ? names.find((name) => structure.outputs.includes(name)) : undefined;
  const sessions = new Map<SessionKind, Promise<RuntimeSession>>();
  const sessionOf = async (kind: SessionKind): Promise<RuntimeSession> => {
    const known = sessions.get(kind);
    if (known) return known;
    if (model.bytes > LARGE_BYTES) {
      for (const session of sessions.values()) await (await session).release();
      sessions.clear();
    }
    const session = runtime.createSession(composed.get(kind) ?? model.weightsPath, {
      provider,
      threads,
      weightsFolder: dirname(model.weightsPath),
      weightsFiles: [basename(model.weightsPath), ...structure.externalFiles],
    });
    sessions.set(kind, session);
    session.catch(() => sessions.delete(kind)); // the next request tries again
    return session;
  };
  return {
    provider,
    taps,
    missing,
    lastHidden,
    logits: findHead(LOGITS, config.hasMaskedWords),
    nextSentence: findHead(NEXT_SENTENCE, config.hasNextSentence),
    run: async (kind, inputs, outputs) => {
      try {
        const session = await sessionOf(kind);
        const padded = pad(inputs, config.paddingId);
        return await session.run(
          Object.fromEntries(session.inputs.map((name) => [name, inputOf(name, padded)])),
          outputs,
        );
      } catch (cause) {
        throw explain(cause, model, provider);
      }
    },
  };
}

/** The numbers of tokens, as an input without a second text. */
export function inputOfPieces(pieces: readonly Piece[]): ModelInput {
  return { ids: pieces.map(({ id }) => id) };
}

function readExactly(file: number, start: number, length: number): Uint8Array {
  const target = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const count = readSync(file, target, done, length - done, start + done);
    if (count === 0)
      throw new WordfieldError(
        "bad-format",
        "The ONNX file has become shorter while it was read. Fetch it again.",
      );
    done += count;
  }
  return target;
}

function requireTextInputs({ inputs }: OnnxStructure): void {
  const other = inputs.find((name) => !INPUTS.has(name));
  if (other === undefined && inputs.includes("input_ids")) return;
  throw new WordfieldError(
    "bad-input",
    other === undefined
      ? "The ONNX file has no input_ids, so it is no text encoder. Choose another one."
      : `The ONNX file asks for an input "${other.slice(0, 60)}", which no text encoder of the BERT family has. Choose another export.`,
  );
}

/** Takes the taps only where they are as many as the model has layers. */
function usableTaps(found: BertTaps, { config }: ModelFolder, missing: string[]): BertTaps {
  const hasHidden = found.hidden.length === config.layers + 1;
  const hasAttention = found.attention.length === config.layers;
  if (!hasHidden)
    missing.push(
      `Only the last layer: the graph shows ${found.hidden.length} hidden states where ${config.layers + 1} are expected.`,
    );
  if (!hasAttention)
    missing.push(
      found.fusedAttentions > 0
        ? "No attention: the graph computes it in fused operations that do not show it."
        : `No attention: the graph shows ${found.attention.length} where ${config.layers} are expected.`,
    );
  return {
    hidden: hasHidden ? found.hidden : [],
    attention: hasAttention ? found.attention : [],
    fusedAttentions: found.fusedAttentions,
  };
}

interface Padded {
  readonly shape: readonly [number, number];
  readonly ids: BigInt64Array<ArrayBuffer>;
  readonly mask: BigInt64Array<ArrayBuffer>;
  readonly types: BigInt64Array<ArrayBuffer>;
}

function pad(inputs: readonly ModelInput[], paddingId: number): Padded {
  const columns = Math.max(1, ...inputs.map(({ ids }) => ids.length));
  const size = inputs.length * columns;
  const ids = new BigInt64Array(size).fill(BigInt(paddingId));
  const mask = new BigInt64Array(size);
  const types = new BigInt64Array(size);
  for (const [row, input] of inputs.entries())
    for (const [column, id] of input.ids.entries()) {
      const at = row * columns + column;
      ids[at] = BigInt(id);
      mask[at] = 1n;
      types[at] = BigInt(input.types?.[column] ?? 0);
    }
  return { shape: [inputs.length, columns], ids, mask, types };
}

function inputOf(name: string, { shape, ids, mask, types }: Padded): RuntimeInput {
  const values = name === "input_ids" ? ids : name === "attention_mask" ? mask : types;
  return { values, shape };
}

function explain(cause: unknown, { folder }: ModelFolder, provider: string): WordfieldError {
  if (cause instanceof WordfieldError) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  if (isOutOfMemory(said))
    return new WordfieldError(
      "out-of-memory",
      `Memory ran out in the encoder ${basename(folder)}. Close other programs, choose less text or a smaller encoder.`,
      { cause },
    );
  if (!isProcessor(provider))
    return new WordfieldError(
      "encoder-unavailable",
      `The encoder ${basename(folder)} does not run on ${provider}: ${oneLine(said)} Choose the provider "cpu", or another encoder.`,
      { cause },
    );
  return new WordfieldError(
    "bad-format",
    `The encoder ${basename(folder)} does not run: ${oneLine(said)} Fetch it again or choose another one.`,
    { cause },
  );
}
