import { readFile } from "node:fs/promises";
import type { Embeddings } from "../../src/embeddings/embeddings.ts";
import { openModel } from "../../src/embeddings/modelFile.node.ts";
import { fileURLToPath } from "node:url";
import { kernelModule } from "./kernelModule.ts";

const FOLDER = new URL("../fixtures/models/", import.meta.url);

/** Words with a number each, as gensim lists them. */
export type GensimList = readonly (readonly [string, number])[];

/** What gensim answers from the vectors of `gensimModel`. */
export interface GensimAnswers {
  readonly similarities: readonly (readonly [string, string, number])[];
  readonly neighbors: Readonly<Record<string, GensimList>>;
  readonly analogies: readonly (readonly [string, string, string, GensimList])[];
  readonly norms: Readonly<Record<string, number>>;
}

/** Opens the small model that gensim has trained. */
export async function gensimModel(): Promise<Embeddings> {
  const path = fileURLToPath(new URL("python.safetensors", FOLDER));
  return (await openModel(path, await kernelModule())).embeddings;
}

/** Reads gensim's answers. */
export async function gensimAnswers(): Promise<GensimAnswers> {
  return JSON.parse(await readFile(new URL("gensim.json", FOLDER), "utf8")) as GensimAnswers;
}

/** The id of a word that must be there. */
export function idOf(embeddings: Embeddings, word: string): number {
  const wordId = embeddings.wordId(word);
  if (wordId === undefined) throw new Error(`The model has no word "${word}".`);
  return wordId;
}
