import { readFile } from "node:fs/promises";
import { builtTokenizer } from "./builtEntries.ts";

/** The tokenizer over bytes, compiled. */
export async function tokenizerModule(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(await builtTokenizer()));
}
