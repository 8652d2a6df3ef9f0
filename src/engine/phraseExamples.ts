/** Finds for phrases the first line in which they stand. */
import { sourceRange } from "../corpus/kinds/prose.ts";
import { readProse } from "../corpus/kinds/readProse.ts";
import { LineFinder } from "../corpus/lineFinder.ts";
import type { CorpusDocument } from "../corpus/readText.node.ts";
import { readText } from "../corpus/readText.node.ts";
import type { Segmenter } from "../corpus/segmenter.ts";
import { forEachToken, type TokenVisitor } from "../corpus/tokenize.ts";
import type { TokenizerOptions } from "../corpus/tokenizerOptions.ts";
import type { Occurrence } from "../protocol/placeMessages.ts";

/** A phrase, and the file that has its first occurrence. */
export interface PlacedPhrase {
  readonly words: readonly string[];
  readonly path: string;
}

/** Where text is found again. */
interface Texts {
  readonly documents: readonly CorpusDocument[];
  readonly maximumFileBytes: number;
  readonly tokenizer: TokenizerOptions;
  readonly segmenter: Segmenter;
}

/** Units: UTF-16 units. */
const CONTEXT = 60;

/**
 * Finds an example for each phrase, in their order; undefined where the file no longer has it. Each file is read once, as far
 * as it is needed.
 */
export async function findPhraseExamples(
  phrases: readonly PlacedPhrase[],
  { documents, maximumFileBytes, tokenizer, segmenter }: Texts,
): Promise<(Occurrence | undefined)[]> {
  const texts = new Map(documents.map(({ path, text }) => [path, text]));
  const byFile = new Map<string, number[]>();
  phrases.forEach(({ path }, index) => {
    const indexes = byFile.get(path);
    if (indexes) indexes.push(index);
    else byFile.set(path, [index]);
  });
  const examples = new Array<Occurrence | undefined>(phrases.length).fill(undefined);
  for (const [path, indexes] of byFile) {
    const document = texts.get(path);
    const content =
      document === undefined ? await readText(path, maximumFileBytes) : { text: document };
    if ("reason" in content) continue;
    const wanted = new WantedPhrases(indexes.map((index) => [index, phrases[index]!.words]));
    const prose = readProse(path, content.text, tokenizer);
    if (prose) {
      const lines = new LineFinder(content.text);
      for (const { index, start, end } of wanted.take(prose.text, tokenizer, segmenter)) {
        const range = sourceRange(prose, start, end);
        examples[index] = { path, ...lines.locate(range.start, range.end) };
      }
      continue;
    }
    let line = 0;
    for (const text of linesOf(content.text)) {
      line++;
      for (const { index, start, end } of wanted.take(text, tokenizer, segmenter))
        examples[index] = { path, line, column: start + 1, ...excerpt(text, start, end) };
      if (wanted.isEmpty) break;
    }
  }
  return examples;
}

/** Phrases that have not been found yet, by their first words. */
class WantedPhrases {
  readonly #byFirst = new Map<string, { index: number; words: readonly string[] }[]>();

  constructor(phrases: readonly (readonly [index: number, words: readonly string[]])[]) {
    for (const [index, words] of phrases) {
      const others = this.#byFirst.get(words[0]!);
      if (others) others.push({ index, words });
      else this.#byFirst.set(words[0]!, [{ index, words }]);
    }
  }

  get isEmpty(): boolean {
    return this.#byFirst.size === 0;
  }

  /** Gives the phrases of a line, each once, and forgets them. Units: UTF-16 offsets. */
  take(
    line: string,
    tokenizer: TokenizerOptions,
    segmenter: Segmenter,
  ): { index: number; start: number; end: number }[] {
    const words: string[] = [];
    const starts: number[] = [];
    const ends: number[] = [];
    const collect: TokenVisitor = (word, start, end) => {
      words.push(word);
      starts.push(start);
      ends.push(end);
    };
    forEachToken(line, tokenizer, collect, segmenter);
    const found: { index: number; start: number; end: number }[] = [];
    words.forEach((word, place) => {
      const candidates = this.#byFirst.get(word);
      if (!candidates) return;
      const left = candidates.filter((candidate) => {
        const stands = candidate.words.every((part, i) => words[place + i] === part);
        if (stands)
          found.push({
            index: candidate.index,
            start: starts[place]!,
            end: ends[place + candidate.words.length - 1]!,
          });
        return !stands;
      });
      if (left.length > 0) this.#byFirst.set(word, left);
      else this.#byFirst.delete(word);
    });
    return found;
  }
}

/** Cuts where editors do. */
function* linesOf(text: string): Generator<string> {
  const breaks = /\r\n|\n|\r/g;
  let start = 0;
  for (let found = breaks.exec(text); found; found = breaks.exec(text)) {
    yield text.slice(start, found.index);
    start = breaks.lastIndex;
  }
  yield text.slice(start);
}

/** The words of a phrase and what stands around them; no character is cut. */
function excerpt(line: string, start: number, end: number) {
  return {
    length: end - start,
    before: line
      .slice(Math.max(0, start - CONTEXT), start)
      .replace(/^[\udc00-\udfff]/, "")
      .trimStart(),
    match: line.slice(start, end),
    after: line
      .slice(end, end + CONTEXT)
      .replace(/[\ud800-\udbff]$/, "")
      .trimEnd(),
  };
}
