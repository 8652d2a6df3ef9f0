// What a classifier's file says besides what fastText's format has room for. fastText reads no further than its own end,
// so the notes stand behind it: JSON in UTF-8, its length in four little-endian bytes, then `MARK`.
import type { TokenizerName } from "../corpus/tokenizerOptions.ts";
import type { ClassifierHyperparameters } from "./hyperparameters.ts";

/** The notes of a model that Wordfield has trained. */
export interface ClassifierNotes {
  readonly tokenizer: TokenizerName;
  readonly labelPrefix: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** What it was trained on. */
  readonly corpus: {
    readonly files: number;
    readonly bytes: number;
    readonly tokens: number;
    readonly examples: number;
    readonly skipped: number;
  };
  readonly hyperparameters: ClassifierHyperparameters;
  /** Mean loss of the examples trained in each epoch, in nats. */
  readonly lossPerEpoch: readonly number[];
}

const MARK = "wordfield-01";

/** Bytes behind the JSON. */
export const NOTES_TAIL_BYTES = 4 + MARK.length;

const encoder = new TextEncoder();

/** Composes the bytes that stand at the end of a file. */
export function composeNotes(notes: ClassifierNotes): Uint8Array<ArrayBuffer> {
  const json = encoder.encode(JSON.stringify(notes));
  const bytes = new Uint8Array(json.length + NOTES_TAIL_BYTES);
  bytes.set(json);
  new DataView(bytes.buffer).setUint32(json.length, json.length, true);
  bytes.set(encoder.encode(MARK), json.length + 4);
  return bytes;
}

/** Tells from the last bytes of a file how many the notes take, these included; 0 where there are none. */
export function measureNotes(tail: Uint8Array, fileBytes: number): number {
  if (tail.length !== NOTES_TAIL_BYTES) return 0;
  if (new TextDecoder().decode(tail.subarray(4)) !== MARK) return 0;
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const bytes = view.getUint32(0, true) + NOTES_TAIL_BYTES;
  return bytes <= fileBytes ? bytes : 0;
}

/** Parses notes; undefined where they do not say how to read text. */
export function parseNotes(
  bytes: Uint8Array,
): Pick<ClassifierNotes, "tokenizer" | "labelPrefix"> | undefined {
  let notes: unknown;
  try {
    notes = JSON.parse(new TextDecoder().decode(bytes.subarray(0, -NOTES_TAIL_BYTES)));
  } catch (error) {
    // Somebody has changed the file; anything else is an error.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof notes !== "object" || notes === null) return undefined;
  const { tokenizer, labelPrefix } = notes as Partial<Record<string, unknown>>;
  if (tokenizer !== "words" && tokenizer !== "whitespace") return undefined;
  return typeof labelPrefix === "string" ? { tokenizer, labelPrefix } : undefined;
}
