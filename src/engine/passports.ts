/** What models say of the files that they were made of. */
import { basename } from "node:path";
import { readPassportBytes } from "../embeddings/modelFile.node.ts";
import { parsePassport, type Passport } from "../occurrences/passport.node.ts";

/** Reads the passport of a model; undefined for one without. Errors: those of `readPassportBytes`; `bad-format`. */
export async function readPassport(modelPath: string): Promise<Passport | undefined> {
  if (!modelPath.endsWith(".safetensors")) return undefined;
  const bytes = await readPassportBytes(modelPath);
  return bytes ? parsePassport(bytes, basename(modelPath)) : undefined;
}
