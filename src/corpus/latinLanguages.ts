// Which language in Latin letters a text is most like, by the trigrams that franc knows of each.
//
// franc looks each trigram of a text up in each language's table, a good half of a millisecond for a short text. Here one
// table says for a trigram in which languages it stands, so that a workspace of small files is read, not waited for.
import { data } from "franc-min/data.js";

/** A trigram that a language does not have is as far away as this, franc's own figure. */
const LARGEST_DISTANCE = 300;

interface TrigramTable {
  /** Codes of ISO 639-3. */
  readonly languages: readonly string[];
  /** For each trigram, language and rank in turn. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

let table: TrigramTable | undefined;

/**
 * The language whose ranks of trigrams are nearest to a text's counts (Cavnar and Trenkle 1994, as franc has it), as a code
 * of ISO 639-3.
 */
export function nearestLatinLanguage(text: string): string {
  const { languages, places } = (table ??= makeTable());
  const counts = countTrigrams(text);
  // All start as far away as can be, and each trigram that a language has brings it nearer.
  const nearness = new Float64Array(languages.length);
  for (const [trigram, count] of counts) {
    const known = places.get(trigram);
    if (!known) continue;
    for (let at = 0; at < known.length; at += 2)
      nearness[known[at]!]! += LARGEST_DISTANCE - Math.abs(count - known[at + 1]! - 1);
  }
  return languages[nearness.indexOf(Math.max(...nearness))]!;
}

function countTrigrams(text: string): Map<string, number> {
  // franc drops what stands before "A" in ASCII, apostrophes among it.
  const padded = ` ${text
    .replace(/[!-@\s]+/g, " ")
    .trim()
    .toLowerCase()} `;
  const counts = new Map<string, number>();
  for (let at = 0; at + 3 <= padded.length; at++) {
    const trigram = padded.slice(at, at + 3);
    counts.set(trigram, (counts.get(trigram) ?? 0) + 1);
  }
  return counts;
}

function makeTable(): TrigramTable {
  const languages = Object.keys(data["Latin"]!);
  const places = new Map<string, number[]>();
  for (const [index, language] of languages.entries())
    for (const [rank, trigram] of data["Latin"]![language]!.split("|").entries()) {
      const known = places.get(trigram);
      if (known) known.push(index, rank);
      else places.set(trigram, [index, rank]);
    }
  return { languages, places };
}
