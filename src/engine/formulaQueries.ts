/** Questions to several words at once: formulas, and lists of words. */
import { parseFormula, type FormulaTerm } from "../embeddings/formula.ts";
import { answerFormula, compareAll, lastAdded } from "../embeddings/formulaAnswers.ts";
import { proportionToFormula } from "../embeddings/proportion.ts";
import { WordfieldError } from "../errors.ts";
import type { WordRequests } from "../protocol/wordMessages.ts";
import type { OpenModels } from "./openModels.ts";
import { indexFor, lookUp, nameMissing, type FoundWord } from "./wordLookup.ts";

type Params<M extends keyof WordRequests> = WordRequests[M]["params"];
type Result<M extends keyof WordRequests> = WordRequests[M]["result"];

/** A table of more cells is no longer one to look at. */
const MOST_WORDS = 50;
/** Each word of a formula is looked for, and the second method compares it with all others. */
const MOST_TERMS = 50;

/**
 * Finds the words that a formula comes to; `a : b :: c` is one.
 *
 * Errors: `bad-input` for what is no formula, or one of more than 50 words.
 */
export async function solveFormula(
  models: OpenModels,
  { modelPath, formula: written, method, count, balance }: Params<"solveFormula">,
  signal?: AbortSignal,
): Promise<Result<"solveFormula">> {
  const formula = proportionToFormula(written);
  const terms = parseFormula(formula);
  if (terms.length > MOST_TERMS)
    throw new WordfieldError(
      "bad-input",
      `A formula of ${terms.length} words is too long. Use at most ${MOST_TERMS}.`,
    );
  const model = await models.open(modelPath);
  const found = await findTerms(terms, (word) => lookUp(model, word));
  if (!found)
    return nameMissing(
      model,
      terms.map(({ word }) => word),
    );
  const index = await indexFor(model, found, balance);
  const weighed = found.map(({ vector, weight }) => ({ vector, weight }));
  const { answers, inputs } = await answerFormula(index, weighed, method, count, signal);
  const { words, counts } = model.embeddings;
  const named = (wordId: number) => ({
    word: words[wordId]!,
    count: counts?.[wordId] ?? null,
  });
  return {
    formula,
    method,
    terms: found.map(({ entry, weight }) => ({ entry, weight })),
    last: lastAdded(found)?.entry.word ?? null,
    candidates: answers.map(({ wordId, score, alone }) => ({ ...named(wordId), score, alone })),
    inputs: inputs.map(({ wordId, score }) => ({ ...named(wordId), score })),
  };
}

/** Two spellings of one word are one term. */
async function findTerms(
  terms: readonly FormulaTerm[],
  find: (word: string) => Promise<FoundWord | undefined>,
): Promise<(FoundWord & { readonly weight: number })[] | undefined> {
  const found = new Map<string, FoundWord & { readonly weight: number }>();
  for (const { word, weight } of terms) {
    const known = await find(word);
    if (!known) return undefined;
    const before = found.get(known.entry.word)?.weight ?? 0;
    found.set(known.entry.word, { ...known, weight: before + weight });
  }
  return [...found.values()];
}

/**
 * Compares each of some words with each, and says which goes worst with the others.
 *
 * Errors: `bad-input` for more than 50 words.
 */
export async function compareWordList(
  models: OpenModels,
  { modelPath, words, balance }: Params<"compareWordList">,
): Promise<Result<"compareWordList">> {
  if (words.length > MOST_WORDS)
    throw new WordfieldError(
      "bad-input",
      `${words.length} words are too many to compare each with each. Use at most ${MOST_WORDS}.`,
    );
  const model = await models.open(modelPath);
  const found: FoundWord[] = [];
  for (const word of words) {
    const known = await lookUp(model, word);
    if (!known) return nameMissing(model, words);
    found.push(known);
  }
  const index = await indexFor(model, found, balance);
  const { cosines, fit } = compareAll(
    index,
    found.map(({ vector }) => vector),
  );
  return {
    words: found.map(({ entry }) => entry),
    cosines,
    fit,
    oddOneOut: found.length < 3 ? null : fit.indexOf(Math.min(...fit)),
  };
}
