import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../fixtures/formats/", import.meta.url);

/** What the C++ tool says of one of its models. */
export interface FastTextAnswers {
  readonly words: readonly {
    readonly word: string;
    readonly known: boolean;
    readonly vector: readonly number[];
    /** Rows of the input matrix: the word's own, where it is known, then its n-grams'. */
    readonly subwords: readonly number[];
  }[];
  /** Words in the dictionary. */
  readonly rows: number;
  readonly labels?: readonly string[];
  /** Of the word whose bytes are `br\xffken`. */
  readonly vectorOfBrokenWord?: readonly number[];
}

/** The path of a golden file. */
export function formatFixture(name: string): string {
  return fileURLToPath(new URL(name, FOLDER));
}

/** Reads what the C++ tool says of the golden .bin files. */
export async function fastTextAnswers(name: string): Promise<FastTextAnswers> {
  const all: unknown = JSON.parse(await readFile(new URL("formats.json", FOLDER), "utf8"));
  const answers = (all as Readonly<Record<string, FastTextAnswers>>)[name];
  if (!answers) throw new Error(`formats.json says nothing of ${name}.`);
  return answers;
}
