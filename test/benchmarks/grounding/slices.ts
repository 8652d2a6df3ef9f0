// Parts of a corpus, by tokens: for trainings on small texts, as they are or with words exchanged.
import { readFile, writeFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";

/** A text, one paragraph a line. */
export type Paragraphs = readonly string[];

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;
const HAN = /\p{Script=Han}/gu;
/** Of Chinese text, as jieba cuts it. */
const CHARACTERS_PER_WORD = 1.65;

/** Reads a text file, plain or gzipped. */
export async function readParagraphs(path: string): Promise<Paragraphs> {
  const bytes = await readFile(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n");
}

/** Takes whole paragraphs behind the first `skipped` tokens until there are `tokens`; fewer where the text ends before. */
export function takeSlice(paragraphs: Paragraphs, skipped: number, tokens: number): Paragraphs {
  let passed = 0;
  const taken: string[] = [];
  for (const paragraph of paragraphs) {
    if (passed >= skipped) taken.push(paragraph);
    passed += countTokens(paragraph);
    if (passed >= skipped + tokens) break;
  }
  return taken;
}

/** Writes a slice as it is, or with each word of a map replaced by what stands there for it; the map's words are lower case. */
export async function writeSlice(
  path: string,
  paragraphs: Paragraphs,
  exchanged?: ReadonlyMap<string, string>,
): Promise<void> {
  const lines = exchanged
    ? paragraphs.map((line) =>
        line.replace(WORD, (word) => exchanged.get(word.toLowerCase()) ?? word),
      )
    : paragraphs;
  await writeFile(path, `${lines.join("\n")}\n`);
}

/** Counts the words of a slice in lower case. */
export function countWords(paragraphs: Paragraphs): Map<string, number> {
  const counts = new Map<string, number>();
  for (const paragraph of paragraphs)
    for (const word of paragraph.toLowerCase().match(WORD) ?? [])
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Counts words; those of Chinese by its characters. */
export function countTokens(paragraph: string): number {
  const characters = paragraph.match(HAN)?.length ?? 0;
  return characters > 0 ? characters / CHARACTERS_PER_WORD : (paragraph.match(WORD)?.length ?? 0);
}
