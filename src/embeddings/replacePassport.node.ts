// Puts another passport into a model's file: what it says of the files that it was made of.

import { basename } from "node:path";
import { damagedModel, foreignFile } from "./formats/modelLayout.ts";
import {
  composeHeader,
  LENGTH_BYTES,
  parseHeader,
  parseHeaderLength,
  type TensorPlan,
} from "./formats/safetensors.ts";
import { readFully, withFile } from "./fileReading.node.ts";
import { readModelHeader } from "./modelFile.node.ts";
import { writeAside } from "./writeAside.node.ts";

const NAME = "corpus_passport";
const SLICE_BYTES = 4 * 1024 * 1024;

/**
 * Writes a model's file anew, aside, with another passport and record of its text; vectors and words stay byte for byte.
 *
 * Errors: those of `readModelHeader`; `bad-format` where the model has no passport; `file-unwritable`; `canceled`.
 */
export async function replacePassport(
  path: string,
  passport: Uint8Array,
  corpus: object,
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
    const tensors = [...header.tensors].sort(([, a], [, b]) => a.start - b.start);
    const last = tensors.at(-1);
    if (last?.[0] !== NAME) throw fault("it does not end with what it says of its files");
    const plans = tensors.map(([name, { dtype, shape }]): TensorPlan => ({
      name,
      dtype: dtype as TensorPlan["dtype"], // as readModelHeader has checked
      shape: name === NAME ? [passport.length] : shape,
    }));
    const metadata = { ...Object.fromEntries(header.metadata), corpus: JSON.stringify(corpus) };
    await writeAside(
      path,
      async (append) => {
        await append(composeHeader(plans, metadata));
        const slice = new Uint8Array(SLICE_BYTES);
        const start = LENGTH_BYTES + length;
        for (let done = 0; done < last[1].start; done += SLICE_BYTES) {
          const part = slice.subarray(0, Math.min(SLICE_BYTES, last[1].start - done));
          await readFully(file, part, start + done, fault);
          await append(part);
        }
        await append(passport);
      },
      signal,
    );
  });
}
