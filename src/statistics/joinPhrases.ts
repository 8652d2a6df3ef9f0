// Makes one word of each phrase in a text.

import { SENTENCE_END, type VocabularyLimits } from "../corpus/encodedText.ts";
import { PhraseLookup, type PhraseTable } from "./phrases.ts";
import { DROPPED, replaceIds, rewriteIds, type TextIds } from "./replaceIds.ts";

/** Stands between the words of a phrase. */
export const PHRASE_JOINT = "_";

/**
 * Joins the phrases of a text, from left to right in each sentence, as gensim's `Phrases` does: `new york` becomes the
 * word `new_york`. Words are counted anew, put in order of their counts, and kept as the limits say. Joining once more the
 * phrases of the result makes longer ones of these and words.
 *
 * The text is of no further use: its ids are changed in place. Takes time linear in the ids, besides sorting the words.
 */
export function joinPhrases<B extends ArrayBufferLike>(
  text: TextIds<B>,
  phrases: PhraseTable,
  limits: VocabularyLimits,
): TextIds<B> {
  const { words, ids } = text;
  const size = words.length;
  const lookup = new PhraseLookup(phrases, size);
  // Phrase p has the id size + p until all are counted.
  const counts = new Uint32Array(size + phrases.firsts.length);
  const joined = rewriteIds(text, (start, end, target) => {
    let pending = SENTENCE_END;
    for (let position = start; position < end; position++) {
      const id = ids[position]!;
      const phrase = pending >= 0 && id >= 0 ? lookup.find(pending, id) : -1;
      if (phrase >= 0) {
        ids[target++] = size + phrase;
        counts[size + phrase]!++;
        pending = SENTENCE_END;
        continue;
      }
      if (pending >= 0) {
        ids[target++] = pending;
        counts[pending]!++;
      }
      pending = id;
      if (id < 0) ids[target++] = SENTENCE_END;
    }
    if (pending >= 0) {
      ids[target++] = pending;
      counts[pending]!++;
    }
    return target;
  });
  const forms = phraseForms(words, phrases);
  const { kept, newIds } = renumber([...words, ...forms], counts, limits);
  return { ...kept, ...replaceIds(joined, newIds) };
}

/** What the phrases are written as. */
export function phraseForms(words: readonly string[], { firsts, seconds }: PhraseTable): string[] {
  return Array.from(
    firsts,
    (first, phrase) => `${words[first]!}${PHRASE_JOINT}${words[seconds[phrase]!]!}`,
  );
}

/** Which words are kept, besides what their counts say. */
interface VocabularyRules extends VocabularyLimits {
  readonly isDropped?: (form: string) => boolean;
  /** However rare. */
  readonly isKept?: (form: string) => boolean;
}

/**
 * Orders words as a corpus does, and gives them new ids. Two phrases, or a phrase and a word, may be written alike: "a_b c"
 * and "a b_c" are one word then.
 */
export function renumber(
  forms: readonly string[],
  counts: Uint32Array,
  { minimumCount, maximumWords = Infinity, isDropped, isKept }: VocabularyRules,
): { readonly kept: Pick<TextIds, "words" | "counts">; readonly newIds: Int32Array } {
  const firstOfForm = new Map<string, number>();
  const sameAs = new Uint32Array(forms.length);
  const countOf = new Uint32Array(forms.length);
  forms.forEach((form, id) => {
    sameAs[id] = id;
    if (form.includes(PHRASE_JOINT)) {
      const first = firstOfForm.get(form);
      if (first === undefined) firstOfForm.set(form, id);
      else sameAs[id] = first;
    }
    countOf[sameAs[id]]! += counts[id]!;
  });
  const order: number[] = [];
  const least = Math.max(1, minimumCount);
  countOf.forEach((count, id) => {
    const form = forms[id]!;
    if (count === 0 || isDropped?.(form)) return;
    if (count >= least || isKept?.(form)) order.push(id);
  });
  order.sort((a, b) => countOf[b]! - countOf[a]! || (forms[a]! < forms[b]! ? -1 : 1));
  if (order.length > maximumWords) order.length = maximumWords;
  const newIds = new Int32Array(forms.length).fill(DROPPED);
  order.forEach((id, newId) => (newIds[id] = newId));
  for (let id = 0; id < forms.length; id++) newIds[id] = newIds[sameAs[id]!]!;
  return {
    kept: {
      words: order.map((id) => forms[id]!),
      counts: Uint32Array.from(order, (id) => countOf[id]!),
    },
    newIds,
  };
}
