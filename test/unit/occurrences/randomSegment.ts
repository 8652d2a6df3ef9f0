// A segment of random words with places as text and code have them, written without any text.
import { join } from "node:path";
import { ByteWriter } from "../../../src/occurrences/bytes.ts";
import { NO_NEXT, PlaceEncoder, shapeOf } from "../../../src/occurrences/places.ts";
import { Segment } from "../../../src/occurrences/segment.node.ts";
import { SegmentWriter } from "../../../src/occurrences/segmentWriter.node.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

/** A word in a file. Units: UTF-16 units. */
export interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** Where the next word is said to begin, if not where the next token does. */
  readonly next?: number;
}

/** The lists of a word, which a test may damage before they are written. */
export interface Postings {
  list: Uint8Array;
  places: Uint8Array;
}

/** Short ones are frequent; a name has parts; and one of a script without spaces. */
const WORDS = ["a", "ab", "b", "c", "字"] as const;

/** Words one behind the other: some far away, some written otherwise, names before their parts. */
export function randomTokens(random: () => number, count: number): Token[] {
  const tokens: Token[] = [];
  let position = random() < 0.5 ? 0 : 3;
  while (tokens.length < count) {
    const word = WORDS[Math.floor(random() ** 2 * WORDS.length)]!;
    const end = position + word.length + (random() < 0.05 ? 4 : 0);
    tokens.push({ word, start: position, end });
    if (word === "ab")
      for (const part of ["a", "b"])
        if (random() < 0.5) {
          const start = position + "ab".indexOf(part);
          tokens.push({ word: part, start, end: start + 1 });
        }
    const gap = random();
    position = end + (gap < 0.8 ? 1 : gap < 0.9 ? 0 : gap < 0.99 ? 90 : 20_000);
    if (word !== "字" && position === end) position++;
  }
  return tokens;
}

/** The same words, of which some lead elsewhere and some are there twice: no text has such. */
export function distortTokens(random: () => number, tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token, place) => {
    const other = tokens[place - 5 + Math.floor(random() * 30)];
    if (random() < 0.03 && other) return [{ ...token, next: other.start }];
    return random() < 0.01 ? [token, token] : [token];
  });
}

/** Writes and opens a segment of some files; `change` may damage the postings of a word. */
export async function segmentOf(
  files: readonly (readonly Token[])[],
  change: (postings: Postings, word: string) => void = () => undefined,
): Promise<Segment> {
  const path = join(await temporaryFolder(), "random.segment");
  const writer = new SegmentWriter(path);
  for (const word of WORDS) {
    const postings = postingsOf(word, files);
    change(postings, word);
    writer.addWord(word, { count: 1, files: 1, ...postings });
  }
  writer.finish(
    files.map((tokens, file) => ({
      ...{ path: `${file}.txt`, bytes: 0, mtimeMs: 0, hash: new Uint8Array(32) },
      ...{ tokens: tokens.length, units: 0, isUtf8: true, kind: "plain" as const, marks: [] },
    })),
  );
  return Segment.open(path);
}

function postingsOf(word: string, files: readonly (readonly Token[])[]): Postings {
  const list = new ByteWriter();
  const places = new ByteWriter();
  const shape = shapeOf(word);
  let lastFile = -1;
  files.forEach((tokens, file) => {
    const found = tokens.flatMap((token, place) =>
      token.word === word ? [{ next: tokens[place + 1]?.start ?? NO_NEXT, ...token }] : [],
    );
    if (found.length === 0) return;
    const isSingle = found.length === 1;
    list.varint(2 * (file - lastFile) + (isSingle ? 1 : 0));
    lastFile = file;
    const before = places.length;
    const encoder = new PlaceEncoder(isSingle ? list : places);
    encoder.begin(shape);
    for (const { start, end, next } of found) encoder.add(start, end, next);
    if (isSingle) return;
    list.varint(found.length);
    list.varint(places.length - before);
  });
  return { list: list.view().slice(), places: places.view().slice() };
}
