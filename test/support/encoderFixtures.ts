// The encoders that tests ask, and what Python answers; see test/fixtures/README.md.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { parseHeader, parseHeaderLength } from "../../src/embeddings/formats/safetensors.ts";
import {
  createEncoderProcess,
  type EncoderProcess,
  type EncoderProcessOptions,
} from "../../src/encoder/encoderProcess.node.ts";
import { builtEntry } from "./builtEntries.ts";

const FIXTURES = fileURLToPath(new URL("../fixtures/encoder/", import.meta.url));

/** A BERT with random weights, three layers, 32 numbers. */
export const SMALL_ENCODER = join(FIXTURES, "small");

/** The encoders that come with Wordfield, as `npm run models` puts them. */
export const BUNDLED_ENCODERS = fileURLToPath(new URL("../../models/", import.meta.url));

/** An answer of one of these about one text. */
interface GoldenVector {
  readonly text: string;
  readonly tokens: number;
  readonly vector: readonly number[];
}

interface GoldenEncoders {
  readonly small: {
    readonly texts: readonly {
      readonly text: string;
      readonly tokens: number;
      readonly rows: readonly number[];
    }[];
    readonly masked: readonly (readonly [string, number])[];
    readonly logProbabilities: readonly number[];
    readonly follows: number;
  };
  readonly english: readonly GoldenVector[];
  readonly chinese: readonly GoldenVector[];
  readonly bertBase: {
    readonly masked: readonly {
      readonly text: string;
      readonly words: readonly (readonly [string, number])[];
    }[];
    readonly text: string;
    readonly bank: readonly (readonly number[])[];
  };
}

/** What Python's onnxruntime says. */
export function readGoldenEncoders(): GoldenEncoders {
  return JSON.parse(readFileSync(join(FIXTURES, "encoders.json"), "utf8")) as GoldenEncoders;
}

/** What Python's tokenizers say, places in UTF-16 units. */
export function readGoldenTokens() {
  return JSON.parse(readFileSync(join(FIXTURES, "tokens.json"), "utf8")) as readonly {
    readonly text: string;
    readonly ids: readonly number[];
    readonly spans: readonly (readonly [number, number])[];
  }[];
}

/** Tensors of what Python's onnxruntime computes with the small encoder. */
export function readGoldenTensors(): ReadonlyMap<string, Float32Array> {
  const bytes = readFileSync(join(FIXTURES, "small.safetensors"));
  const length = parseHeaderLength(bytes) ?? 0;
  const header = parseHeader(bytes.subarray(8, 8 + length));
  if ("fault" in header) throw new Error(header.fault);
  return new Map(
    [...header.tensors].map(([name, { start, end }]) => {
      const copy = new Uint8Array(bytes.subarray(8 + length + start, 8 + length + end));
      return [name, new Float32Array(copy.buffer)];
    }),
  );
}

/** Keeps an encoder on the processor until the test ends. */
export async function startEncoder(
  folder: string,
  options: Partial<EncoderProcessOptions> = {},
): Promise<EncoderProcess> {
  const encoder = createEncoderProcess({
    entry: await builtEntry("encoder.process"),
    log: () => undefined,
    folder,
    providers: ["cpu"],
    threads: 1,
    idleMs: 0,
    ...options,
  });
  onTestFinished(() => encoder.close());
  return encoder;
}

/** The largest difference of two lists of numbers; Infinity where they are not as long. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let index = 0; index < a.length; index++) {
    const difference = Math.abs((a[index] ?? NaN) - (b[index] ?? NaN));
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}
