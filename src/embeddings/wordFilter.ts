/** Which words of a vocabulary may be in a list. */
import { RE2JS } from "re2js";
import { WordfieldError } from "../errors.ts";
import { createPacer } from "../kernels/pacing.ts";
import { scriptPlace, type VocabularyParts } from "./vocabularyParts.ts";

/** What words must be like; what is absent does not matter. */
export interface WordConditions {
  readonly minimumCount?: number;
  readonly maximumCount?: number;
  /** A regular expression in RE2's syntax, found anywhere in the word. */
  readonly pattern?: string;
  /** Only names of code, or only others. */
  readonly kind?: "names" | "words";
  /** A script's Unicode name. */
  readonly script?: string;
}

/** The vocabulary that is looked through. */
interface Vocabulary {
  readonly words: readonly string[];
  readonly counts: Uint32Array | null;
  readonly parts: () => Promise<VocabularyParts>;
}

const LONGEST_PATTERN = 200;
/** A pattern is matched in linear time; but a vocabulary may be long, and someone waits. */
const PATIENCE_MS = 5_000;
const STEP = 256;

/**
 * Marks the words that fulfil all conditions with 1; words of an unknown count fulfil no condition on it.
 *
 * The pattern runs on RE2's automata, in slices, so that no pattern can hang the engine: V8's own expressions go back and
 * forth, and (a+)+$ on one long word takes years.
 *
 * Shapes: the result is [n].
 * Errors: `bad-input` for a pattern that is none, or takes more than five seconds; `canceled`.
 */
export async function markWords(
  { words, counts, parts }: Vocabulary,
  conditions: WordConditions,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const { minimumCount, maximumCount, kind, script, pattern } = conditions;
  const marks = new Uint8Array(words.length).fill(1);
  if (minimumCount !== undefined || maximumCount !== undefined)
    for (let wordId = 0; wordId < marks.length; wordId++) {
      const count = counts?.[wordId] ?? -1;
      if (count < (minimumCount ?? 0) || count > (maximumCount ?? Infinity)) marks[wordId] = 0;
    }
  if (kind !== undefined || script !== undefined) {
    const { isName, script: scripts } = await parts();
    const wantedScript = script === undefined ? null : scriptPlace(script);
    for (let wordId = 0; wordId < marks.length; wordId++) {
      if (kind !== undefined && (isName[wordId] === 1) !== (kind === "names")) marks[wordId] = 0;
      if (wantedScript !== null && scripts[wordId] !== wantedScript) marks[wordId] = 0;
    }
  }
  if (pattern !== undefined) await markMatches(words, marks, pattern, signal);
  return marks;
}

async function markMatches(
  words: readonly string[],
  marks: Uint8Array,
  pattern: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const expression = compile(pattern);
  const pause = createPacer(signal);
  const end = performance.now() + PATIENCE_MS;
  for (let wordId = 0; wordId < marks.length; wordId++) {
    if (wordId % STEP === 0) {
      await pause();
      if (performance.now() > end)
        throw new WordfieldError(
          "bad-input",
          `The pattern “${pattern}” takes too long on ${words.length.toLocaleString("en-US")} words. Write a simpler one, or filter by frequency too.`,
        );
    }
    if (marks[wordId] === 1 && !expression.test(words[wordId] ?? "")) marks[wordId] = 0;
  }
}

function compile(pattern: string): RE2JS {
  if (pattern.length > LONGEST_PATTERN)
    throw new WordfieldError(
      "bad-input",
      `A pattern of ${pattern.length} characters is too long. Use at most ${LONGEST_PATTERN}.`,
    );
  // The library says why a pattern is none; the user needs that in a sentence of ours.
  try {
    return RE2JS.compile(pattern);
  } catch (thrown) {
    const reason =
      thrown instanceof Error ? thrown.message.replace(/^error parsing regexp: /, "") : "";
    throw new WordfieldError(
      "bad-input",
      `The pattern “${pattern}” is no regular expression in RE2’s syntax${reason === "" ? "" : `: ${reason}`}. Mend it, or clear the filter.`,
    );
  }
}
