// Writes a model's file anew with some of its tensors replaced or added; all others stay byte for byte.

import { basename } from "node:path";
import { damagedModel, foreignFile } from "./formats/modelLayout.ts";
import {
  composeHeader,
  LENGTH_BYTES,
  parseHeader,
  parseHeaderLength,
  type TensorPlan,
} from "./formats/safetensors.ts";
import { bytesOf, readFully, withFile } from "./fileReading.node.ts";
import { readModelHeader } from "./modelHeader.node.ts";
import { writeAside } from "./writeAside.node.ts";

const SLICE_BYTES = 4 * 1024 * 1024;
/** Bytes come last, so that all other tensors are aligned. */
const BYTES_LAST = ["vocabulary_bytes", "corpus_passport"];

/** A tensor that is written beside those of a model, or in the place of one. */
export interface NewTensor extends TensorPlan {
  readonly data: Uint8Array | Int8Array | Float32Array;
}

/**
 * Writes a model's file anew, aside, and renames it.
 *
 * Errors: those of `readModelHeader`; `file-unwritable`; `canceled`.
 */
export async function rewriteModel(
  path: string,
  tensors: readonly NewTensor[],
  metadata: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<void> {
  await readModelHeader(path); // checks all that is relied on here
  const fileName = basename(path);
  const fault = (what: string) => damagedModel(fileName, what);
  const other = (what: string) => foreignFile(fileName, what);
  await withFile(path, other, async (file) => {
    const lengthBytes = new Uint8Array(LENGTH_BYTES);
    await readFully(file, lengthBytes, 0, fault);
    const length = parseHeaderLength(lengthBytes);
    if (length === null) throw other("it does not begin like a safetensors file");
    const json = new Uint8Array(length);
    await readFully(file, json, LENGTH_BYTES, fault);
    const header = parseHeader(json);
    if ("fault" in header) throw fault(header.fault);
    const replaced = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    const kept = [...header.tensors]
      .filter(([name]) => !replaced.has(name))
      .sort(([, a], [, b]) => a.start - b.start)
      .map(([name, { dtype, shape, start, end }]) => ({
        name,
        dtype: dtype as TensorPlan["dtype"], // as readModelHeader has checked
        shape,
        start,
        end,
        data: null,
      }));
    const all = [...kept, ...tensors].sort((a, b) => placeOf(a) - placeOf(b));
    await writeAside(
      path,
      async (append) => {
        await append(
          composeHeader(
            all.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
            { ...Object.fromEntries(header.metadata), ...metadata },
          ),
        );
        const slice = new Uint8Array(SLICE_BYTES);
        for (const tensor of all) {
          if (tensor.data) {
            const bytes = bytesOf(tensor.data);
            for (let start = 0; start < bytes.length; start += SLICE_BYTES)
              await append(bytes.subarray(start, start + SLICE_BYTES));
          } else {
            const dataStart = LENGTH_BYTES + length;
            for (let at = tensor.start; at < tensor.end; at += SLICE_BYTES) {
              const part = slice.subarray(0, Math.min(SLICE_BYTES, tensor.end - at));
              await readFully(file, part, dataStart + at, fault);
              await append(part);
            }
          }
        }
      },
      signal,
    );
  });
}

/** Numbers of four bytes first, then single bytes, then text. */
function placeOf({ name, dtype }: TensorPlan): number {
  const last = BYTES_LAST.indexOf(name);
  if (last >= 0) return 2 + last;
  return dtype === "I8" || dtype === "U8" ? 1 : 0;
}
