// How well planted senses are found: npm run bench -- senses CORPUS.txt[.gz] [ENCODER_FOLDER…]
//
// A word is replaced by "thing" in sentences of 40 to 300 characters, 60 for each of two words: pseudo-words (Schütze 1998).
// Each pair is drawn with SEEDS seeds. Without a folder, the English encoder that comes with Wordfield.
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { createEngine } from "../../src/engine/engine.ts";
import type { OccurrencePart } from "../../src/protocol/encoderMessages.ts";
import { groupPlaces } from "../../src/senses/senses.ts";
import { builtPaths } from "../support/builtEntries.ts";
import { seededRandom } from "../support/seededRandom.ts";
import { vMeasure } from "../support/vMeasure.ts";

/** The pairs that the ways were chosen with, and others that nothing was chosen with. */
const PAIRS = {
  "design's": [
    ...["banana/guitar", "river/software", "church/engine", "king/protein"],
    ...["piano/desert", "bank/bird", "doctor/castle", "wine/satellite"],
  ],
  other: [
    ...["horse/battery", "coffee/bridge", "sugar/prison", "mountain/lawyer"],
    ...["forest/violin", "treaty/enzyme", "soldier/crystal", "bishop/camera"],
  ],
};
const SENTENCES = 60;
const SEEDS = 2;
const PLACEHOLDER = "thing";
const WINDOW = 5;
const PARTS: readonly OccurrencePart[] = ["word", "window", "sentence"];

const [corpus, ...folders] = process.argv.slice(2);
if (corpus === undefined) throw new Error("Name a corpus: one text, plain or gzipped.");
const bytes = await readFile(corpus);
const text = (corpus.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
const sentences = text
  .split("\n")
  .flatMap((line) => line.split(/(?<=[.!?])\s+(?=\p{Lu})/u))
  .filter(({ length }) => length >= 40 && length <= 300);
console.log(`${sentences.length.toLocaleString("en-US")} sentences`);
const { folder } = await builtPaths();
const engine = createEngine({ folder, emit: () => undefined, log: console.error });

for (const encoder of folders.length > 0 ? folders : [null]) {
  for (const [name, pairs] of Object.entries(PAIRS)) await measure(encoder, name, pairs);
}
await engine.close();

async function measure(encoder: string | null, title: string, pairs: readonly string[]) {
  const words = pairs.flatMap((pair) => pair.split("/"));
  const places = words.flatMap((word) => placesOf(word, partnerOf(word, pairs)));
  const encode = (parts: readonly OccurrencePart[], masked: boolean) =>
    engine.calls.encodeOccurrences({
      runId: "bench",
      choice: { folder: encoder, provider: "cpu", threads: 1 },
      occurrences: places,
      ...{ parts, masked, window: WINDOW, pooling: "mean", layer: "last" },
    });
  const { vectors, encoder: description } = await encode(PARTS, false);
  const { dimension: d, hasMaskedWords } = description;
  const ways: Record<string, Float32Array> = {};
  for (const [which, part] of PARTS.entries()) ways[part] = vectors[which]!;
  if (hasMaskedWords) ways["mask"] = (await encode(["word"], true)).vectors[0]!;
  const chosen = hasMaskedWords ? "mask" : "window";
  const group = (way: string, rows: readonly number[], k: number | null) => {
    const taken = new Float32Array(rows.length * d);
    for (const [at, row] of rows.entries())
      taken.set(ways[way]!.subarray(row * d, (row + 1) * d), at * d);
    return groupPlaces(taken, rows.length, d, way === "mask" ? way : "window", k, seededRandom(1));
  };
  console.log(
    `\n${description.name} (${description.weightType}), the ${title} pairs, k = 2: V-measure, mean of ${SEEDS} draws; chosen way: ${chosen}`,
  );
  console.log(["pair".padEnd(18), ...Object.keys(ways).map((way) => way.padStart(14))].join(""));
  const sums: Record<string, number> = {};
  const senseCounts: Record<string, number[]> = { two: [], one: [] };
  for (const pair of pairs) {
    const cells = Object.keys(ways).map((way) => {
      let sum = 0;
      for (let seed = 0; seed < SEEDS; seed++) {
        const [rows, truth] = drawPair(pair, seed);
        sum += vMeasure(truth, group(way, rows, 2).labels) / SEEDS;
      }
      sums[way] = (sums[way] ?? 0) + sum / pairs.length;
      return sum.toFixed(2).padStart(14);
    });
    console.log(pair.padEnd(18) + cells.join(""));
    for (let seed = 0; seed < SEEDS; seed++)
      senseCounts["two"]?.push(group(chosen, drawPair(pair, seed)[0], null).senses);
  }
  console.log(
    "mean".padEnd(18) +
      Object.keys(ways)
        .map((way) => (sums[way] ?? 0).toFixed(3).padStart(14))
        .join(""),
  );
  for (const word of words) senseCounts["one"]?.push(group(chosen, rowsOfWord(word), null).senses);
  for (const [truth, counts] of Object.entries(senseCounts)) {
    const wanted = truth === "two" ? 2 : 1;
    const right = counts.filter((count) => count === wanted).length;
    console.log(`k not given, ${truth}: right ${right} of ${counts.length} (${counts.join(" ")})`);
  }

  function rowsOfWord(word: string): number[] {
    return places.flatMap((place, row) => (place.word === word ? [row] : []));
  }
  /** Sixty of each word; another seed takes others where there are enough. */
  function drawPair(pair: string, seed: number): readonly [number[], number[]] {
    const halves = pair.split("/").map((word) => {
      const rows = rowsOfWord(word);
      const first = Math.max(0, Math.min(seed * SENTENCES, rows.length - SENTENCES));
      return rows.slice(first, first + SENTENCES);
    });
    return [halves.flat(), halves.flatMap((rows, half) => rows.map(() => half))];
  }
}

function partnerOf(word: string, pairs: readonly string[]): string {
  const pair = pairs.map((each) => each.split("/")).find((each) => each.includes(word)) ?? [];
  return pair.find((other) => other !== word) ?? "";
}

/** Places of a word in sentences that have it once and the other one not, drawn at random. */
function placesOf(word: string, other: string) {
  const pattern = new RegExp(`\\b${word}\\b`, "gi");
  const others = new RegExp(`\\b${other}\\b`, "i");
  const found = sentences.filter(
    (sentence) => sentence.match(pattern)?.length === 1 && !others.test(sentence),
  );
  const random = seededRandom(7);
  for (let at = found.length - 1; at > 0; at--) {
    const to = Math.floor(random() * (at + 1));
    [found[at], found[to]] = [found[to] ?? "", found[at] ?? ""];
  }
  return found.slice(0, SENTENCES * SEEDS).map((sentence) => {
    const start = sentence.search(new RegExp(`\\b${word}\\b`, "i"));
    return {
      word,
      text: sentence.slice(0, start) + PLACEHOLDER + sentence.slice(start + word.length),
      start,
      end: start + PLACEHOLDER.length,
    };
  });
}
