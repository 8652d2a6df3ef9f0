import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { bindKernels, compileKernels, supportsRelaxedSimd } from "../../../src/kernels/kernels.ts";
import {
  layoutSpellingMemory,
  writePattern,
  writeSpellingState,
  writeUnits,
} from "../../../src/kernels/spellingMemory.ts";
import {
  findBeginningsReference,
  findInsideReference,
  findSpelledReference,
} from "../../../src/kernels/spellingReference.ts";
import { builtPaths } from "../../support/builtEntries.ts";
import { seededRandom } from "../../support/seededRandom.ts";

const paths = await builtPaths();
// Relaxed SIMD is behind a flag in Node 20.
const builds = supportsRelaxedSimd()
  ? [paths.kernelsSimd, paths.kernelsRelaxed]
  : [paths.kernelsSimd];
/** Few letters, so that words are alike; of several scripts, two of which are equal modulo 32, and a letter of two units. */
const ALPHABETS = ["ab", "abcdé", "etaoinshrdlu", "aá行市", "😀😁a"];
const LIMITS = [0, 1, 2, 3, 4];

describe.each(builds)("kernels of %s", (path) => {
  it("find the words that begin with a pattern, as the plain twin does", async () => {
    for (const { words, patterns, kernels } of await trials(path))
      for (const pattern of ["", ...patterns])
        for (const isWhole of [false, true])
          expect(kernels.findBeginnings(pattern, isWhole), pattern).toEqual(
            findBeginningsReference(words, pattern, isWhole),
          );
  });

  it("find the words that are like a pattern, as the plain twin does", async () => {
    let similar = 0;
    for (const { words, patterns, kernels } of await trials(path))
      for (const pattern of patterns)
        for (const limit of LIMITS) {
          const typed = findInsideReference(words, pattern, limit);
          expect(kernels.findSimilar(pattern, limit, false), `${pattern} ${limit}`).toEqual(typed);
          const spelled = findSpelledReference(words, pattern, limit);
          expect(kernels.findSimilar(pattern, limit, true), `${pattern} ${limit}`).toEqual(spelled);
          similar += typed.length + spelled.length;
        }
    expect(similar).toBeGreaterThan(10_000);
  });

  it("miss no word with letters swapped, wherever they are", async () => {
    for (let length = 2; length <= 14; length++) {
      const pattern = "mquxaydhkorbzt".slice(0, length);
      for (const limit of [1, 2, 3]) {
        const words = withSwaps(pattern, limit);
        const kernels = await open(path, words);
        for (const isWhole of [false, true])
          expect(kernels.findSimilar(pattern, limit, isWhole), pattern).toHaveLength(words.length);
      }
    }
  });

  it("find the same words in parts, and after another pattern", async () => {
    const random = seededRandom(3);
    const words = Array.from({ length: 203 }, () => randomText(random, "abcd", 12));
    const kernels = await open(path, words);
    const whole = kernels.findSimilar("abcabd", 2, false);
    kernels.findSimilar("dddcccbbba", 3, true);
    const parts = [0, 1, 2, 7, 64, 65, 131, 203].flatMap((first, i, ends) =>
      i === 0 ? [] : kernels.findSimilar("abcabd", 2, false, ends[i - 1], first),
    );
    expect(parts).toEqual(whole);
  });
});

/** Words of 0 to 67 letters and patterns of 2 to 64, half of the patterns a word with errors. */
async function trials(path: string) {
  const random = seededRandom(7);
  const made = [];
  for (const alphabet of ALPHABETS)
    for (const longest of [5, 9, 14, 67]) {
      const size = longest < 20 ? 60 : 9;
      const words = Array.from({ length: size + Math.floor(random() * 9) }, () =>
        randomText(random, alphabet, longest),
      );
      const patterns = Array.from({ length: size / 5 }, (_, i) => {
        if (i % 2 === 0) return randomText(random, alphabet, longest);
        const word = words[Math.floor(random() * words.length)]!;
        return withErrors(random, word, alphabet, i % 4);
      }).map((text) => text.slice(0, 64));
      patterns.push(...words.slice(0, 3).map((word) => word.slice(1, 64)));
      made.push({
        words,
        patterns: patterns.filter(({ length }) => length >= 2),
        kernels: await open(path, words),
      });
    }
  return made;
}

function randomText(random: () => number, alphabet: string, longest: number): string {
  const length = Math.floor(random() * (longest + 1));
  return Array.from({ length }, () => pick(random, alphabet)).join("");
}

function pick(random: () => number, alphabet: string): string {
  return alphabet[Math.floor(random() * alphabet.length)]!;
}

/** Swaps, replaces, adds and leaves out letters. */
function withErrors(random: () => number, text: string, alphabet: string, count: number): string {
  const letters = [...text];
  for (let error = 0; error < count; error++) {
    const at = Math.floor(random() * letters.length);
    const kind = Math.floor(random() * 4);
    if (kind === 0) letters.splice(at, 2, ...letters.slice(at, at + 2).reverse());
    else if (kind === 1) letters.splice(at, 1, pick(random, alphabet));
    else if (kind === 2) letters.splice(at, 0, pick(random, alphabet));
    else letters.splice(at, 1);
  }
  return letters.join("");
}

/** All texts that come of so many swaps of neighbors, or fewer where there is no room. */
function withSwaps(text: string, count: number, from = 0): string[] {
  const texts = [text];
  if (count > 0)
    for (let at = from; at + 1 < text.length; at++) {
      const swapped = text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2);
      texts.push(...withSwaps(swapped, count - 1, at + 2));
    }
  return texts;
}

/** The kernels over some words. */
async function open(path: string, words: readonly string[]) {
  const n = words.length;
  const letterCount = words.join("").length;
  const layout = layoutSpellingMemory(n, letterCount, Math.max(...words.map((w) => w.length)));
  const pages = Math.ceil(layout.bytes / 65_536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const kernels = bindKernels(await compileKernels(await readFile(path)), memory);
  const buffer = memory.buffer as unknown as SharedArrayBuffer;
  writeSpellingState(buffer, layout);
  writeUnits(new Uint16Array(buffer, layout.units, letterCount), 0, words.join(""));
  const starts = new Uint32Array(buffer, layout.starts, n + 1);
  for (const [wordId, word] of words.entries()) starts[wordId + 1] = starts[wordId]! + word.length;
  kernels.describeWords(layout.state, 0, n);
  const found = new Uint32Array(buffer, layout.found, n);
  const distances = new Uint8Array(buffer, layout.distances, n);
  return {
    findBeginnings(pattern: string, isWhole: boolean): number[] {
      writePattern(buffer, layout, pattern);
      return [...found.slice(0, kernels.findBeginnings(layout.state, 0, n, isWhole))];
    },
    findSimilar(pattern: string, limit: number, isWhole: boolean, first = 0, end = n) {
      writePattern(buffer, layout, pattern);
      const count = kernels.findSimilar(layout.state, first, end, limit, isWhole);
      return Array.from(found.slice(0, count), (wordId, place) => ({
        wordId,
        distance: distances[place]!,
      }));
    },
  };
}
