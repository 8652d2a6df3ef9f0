// An index of some files for a test, and the same answers by reading all files again.
import { join } from "node:path";
import { findOccurrences, type Occurrence } from "../../../src/corpus/occurrences.node.ts";
import { ICU_SEGMENTER } from "../../../src/corpus/segmenter.ts";
import { readText } from "../../../src/corpus/readText.node.ts";
import { forEachToken } from "../../../src/corpus/tokenize.ts";
import type { TokenizerName } from "../../../src/corpus/tokenizerOptions.ts";
import { OccurrenceIndex } from "../../../src/occurrences/occurrenceIndex.node.ts";
import { PhraseMemories } from "../../../src/occurrences/phraseMemories.ts";
import {
  updateIndex,
  type UpdateProgress,
  type UpdateRequest,
} from "../../../src/occurrences/updateIndex.node.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";

const phrases = new PhraseMemories(kernelModule);

/** Two folders: one for text, one for its index. */
export async function requestFor(
  files: Readonly<Record<string, string | Uint8Array>>,
  tokenizer: TokenizerName = "words",
): Promise<UpdateRequest & { readonly text: string }> {
  const text = await temporaryFolder(files);
  const folder = join(await temporaryFolder(), "index");
  return {
    text,
    folder,
    tokenizer,
    files: [],
    selection: { paths: [text], exclude: [], useIgnoreFiles: true, maximumFileBytes: 2 ** 29 },
  };
}

/** Brings an index up to date. */
export async function update(
  request: UpdateRequest,
  onProgress?: (progress: UpdateProgress) => void,
) {
  return updateIndex(request, await tokenizerModule(), ICU_SEGMENTER, onProgress);
}

/** Opens an index, lets it be asked and closes it. */
export async function withIndex<T>(
  folder: string,
  ask: (index: OccurrenceIndex) => Promise<T>,
): Promise<T> {
  const index = await OccurrenceIndex.open(folder, phrases);
  if (!index) throw new Error("There is no index.");
  try {
    return await ask(index);
  } finally {
    await index.close();
  }
}

/** All of an index: its files, the counts of its words and the places of some. */
export function contentOf(folder: string, words: readonly (readonly string[])[] = []) {
  return withIndex(folder, async (index) => {
    const counts: Record<string, [number, number]> = {};
    for await (const { word, count, files } of index.wordCounts()) counts[word] = [count, files];
    const places: Occurrence[][] = [];
    for (const each of words) places.push((await index.find(each, 1e9, new Set())).occurrences);
    const files = index
      .files()
      .map(({ path, tokens, hash }) => ({ path, tokens, hash: Buffer.from(hash).toString("hex") }));
    return { files, counts, places };
  });
}

/** Counts the words of some files by reading them: how often each occurs, and in how many files. */
export async function countPlainly(
  paths: readonly string[],
  tokenizer: TokenizerName,
): Promise<Record<string, [number, number]>> {
  const counts = new Map<string, [number, number]>();
  for (const path of paths) {
    const content = await readText(path, 1e9);
    if ("reason" in content) continue;
    const seen = new Set<string>();
    forEachToken(content.text, tokenizer, (word) => {
      const count = counts.get(word) ?? [0, 0];
      count[0]++;
      if (!seen.has(word)) count[1]++;
      seen.add(word);
      counts.set(word, count);
    });
  }
  return Object.fromEntries(counts);
}

/** Finds places by reading all files. */
export async function findPlainly(
  paths: readonly string[],
  words: readonly string[],
  tokenizer: TokenizerName,
): Promise<Occurrence[]> {
  const { occurrences } = await findOccurrences({
    ...{ files: paths, documents: [], word: words.join(" "), tokenizer, limit: 1e9 },
  });
  return occurrences;
}
