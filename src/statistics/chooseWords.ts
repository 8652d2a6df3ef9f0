// Which words of a text a training is to have: phrases as one word each, no stop words, few that are rare.

import { SENTENCE_END, type VocabularyLimits } from "../corpus/encodedText.ts";
import { PHRASE_JOINT, renumber } from "./joinPhrases.ts";
import { replaceIds, rewriteIds, type TextIds } from "./replaceIds.ts";

/** What is to become of some words. All are vocabulary forms. */
export interface WordChoice {
  /** Phrases that become one word each, as lists of their words. */
  readonly phrases: readonly (readonly string[])[];
  /** Words that are left out, but for those in phrases. */
  readonly stopWords: readonly string[];
  /** Words that stay however rare they are. */
  readonly kept: readonly string[];
}

/** Phrases by their words, one id after the other. */
interface Branch {
  /** Number of the phrase that ends here; -1 for none. */
  phrase: number;
  readonly next: Map<number, Branch>;
}

/** The word that a phrase becomes. */
export function joinedForm(words: readonly string[]): string {
  return words.join(PHRASE_JOINT);
}

/**
 * Joins the phrases of a list in a text, from left to right, the longest that begins at a word; then leaves out stop words
 * and what the limits leave out.
 *
 * The text is of no further use: its ids are changed in place. Takes time linear in the ids, besides sorting the words.
 */
export function chooseWords<B extends ArrayBufferLike>(
  text: TextIds<B>,
  { phrases, stopWords, kept }: WordChoice,
  limits: VocabularyLimits,
): TextIds<B> {
  const { words, ids } = text;
  const size = words.length;
  const root = growBranches(words, phrases);
  // Phrase p has the id size + p until all are counted.
  const counts = new Uint32Array(size + phrases.length);
  const joined = rewriteIds(text, (start, end, target) => {
    for (let position = start; position < end;) {
      const id = ids[position]!;
      if (id < 0) {
        ids[target++] = SENTENCE_END;
        position++;
        continue;
      }
      const { phrase, length } = longestPhrase(root, ids, position, end);
      const word = phrase < 0 ? id : size + phrase;
      counts[word]!++;
      ids[target++] = word;
      position += length;
    }
    return target;
  });
  const dropped = new Set(stopWords);
  const stays = new Set(kept);
  const forms = [...words, ...phrases.map(joinedForm)];
  const rules = {
    ...limits,
    isDropped: (form: string) => dropped.has(form),
    isKept: (form: string) => stays.has(form),
  };
  const { kept: vocabulary, newIds } = renumber(forms, counts, rules);
  return { ...vocabulary, ...replaceIds(joined, newIds) };
}

function growBranches(words: readonly string[], phrases: WordChoice["phrases"]): Branch {
  const wanted = new Set(phrases.flat());
  const ids = new Map<string, number>();
  words.forEach((word, id) => {
    if (wanted.has(word)) ids.set(word, id);
  });
  const root: Branch = { phrase: -1, next: new Map() };
  phrases.forEach((phrase, number) => {
    // A phrase with a word that the text does not have stands nowhere; a single word is none.
    if (phrase.length < 2 || !phrase.every((word) => ids.has(word))) return;
    let branch = root;
    for (const word of phrase) {
      const id = ids.get(word)!;
      const next = branch.next.get(id) ?? { phrase: -1, next: new Map<number, Branch>() };
      branch.next.set(id, next);
      branch = next;
    }
    branch.phrase = number;
  });
  return root;
}

function longestPhrase(
  root: Branch,
  ids: Int32Array,
  start: number,
  end: number,
): { readonly phrase: number; readonly length: number } {
  let found = { phrase: -1, length: 1 };
  let branch: Branch | undefined = root;
  for (let position = start; position < end; position++) {
    branch = branch.next.get(ids[position]!);
    if (!branch) break;
    if (branch.phrase >= 0) found = { phrase: branch.phrase, length: position - start + 1 };
  }
  return found;
}
