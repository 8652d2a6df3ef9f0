// The part of a model's file that an encoder has added: general and grounded vectors, as signed bytes.

import { basename } from "node:path";
import type { GroundingEncoder } from "./formats/modelLayout.ts";
import { readNumbers } from "./fileReading.node.ts";
import { damageOf, withModelFile } from "./modelHeader.node.ts";
import { rewriteModel } from "./rewriteModel.node.ts";

/** What an encoder knows of a model's words; see grounding/usage.ts. */
export interface StoredGrounding {
  readonly encoder: GroundingEncoder;
  readonly dimension: number;
  /** Rows of bytes; only their directions count. Shape [n, dimension]. */
  readonly general: Int8Array<ArrayBuffer>;
  /** Shape [n, dimension]. */
  readonly grounded: Int8Array<ArrayBuffer>;
  /** Shape [n]. */
  readonly departure: Float32Array<ArrayBuffer>;
}

/**
 * Reads what an encoder has added to a model; null where nothing was.
 *
 * Errors: those of `readModelHeader`; `canceled`.
 */
export async function readGrounding(
  path: string,
  signal?: AbortSignal,
): Promise<StoredGrounding | null> {
  return withModelFile(path, async (file, { layout, dataStart }) => {
    if (!layout.grounding) return null;
    const { general, grounded, departure, encoder } = layout.grounding;
    const fill = async <T extends Int8Array | Float32Array>(start: number, target: T) => {
      await readNumbers(file, target, dataStart + start, damageOf(basename(path)), signal);
      return target;
    };
    const n = layout.words;
    return {
      encoder,
      dimension: general.shape[1] ?? 0,
      general: await fill(general.start, new Int8Array(general.end - general.start)),
      grounded: await fill(grounded.start, new Int8Array(grounded.end - grounded.start)),
      departure: await fill(departure.start, new Float32Array(n)),
    };
  });
}

/**
 * Adds what an encoder knows to a model's file, in the place of what was there.
 *
 * Errors: those of `rewriteModel`.
 */
export async function writeGrounding(
  path: string,
  { encoder, dimension, general, grounded, departure }: StoredGrounding,
  signal?: AbortSignal,
): Promise<void> {
  const shape = [departure.length, dimension];
  await rewriteModel(
    path,
    [
      { name: "usage_departure", dtype: "F32", shape: [departure.length], data: departure },
      { name: "general_vectors", dtype: "I8", shape, data: general },
      { name: "grounded_vectors", dtype: "I8", shape, data: grounded },
    ],
    { prior: JSON.stringify(encoder) },
    signal,
  );
}
