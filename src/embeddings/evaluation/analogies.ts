// Tests of analogy: many questions a : b = c : ? at once, and how many of them find the right word.
import { createPacer } from "../../kernels/pacing.ts";
import type { AnalogySection } from "./scoreFiles.ts";
import type { TestVocabulary } from "./testVocabulary.ts";

/** How many questions there are, may be asked, and find the right word first. */
export interface AnalogyScore {
  readonly questions: number;
  /** Those whose four words are in the vocabulary. */
  readonly coveredQuestions: number;
  readonly correct: number;
}

/** The score of one relation. */
export interface AnalogySectionScore extends AnalogyScore {
  readonly name: string;
}

/** The questions of a test as the vocabulary knows them. */
export interface LocatedQuestions {
  /** Word ids of the questions that may be asked, in order. Shapes: [q, 4]. */
  readonly questions: Uint32Array<ArrayBuffer>;
  /** For each section how many of them are its. */
  readonly coveredPerSection: readonly number[];
  /** Different words. */
  readonly words: number;
  readonly unknownWords: number;
}

/** Looks up all words of a test; a question with an unknown word is not asked. Errors: `canceled`. */
export async function locateQuestions(
  sections: readonly AnalogySection[],
  vocabulary: TestVocabulary,
  signal?: AbortSignal,
): Promise<LocatedQuestions> {
  const wordIds = new Map<string, number | undefined>();
  const wordIdOf = (word: string): number | undefined => {
    if (!wordIds.has(word)) wordIds.set(word, vocabulary.wordId(word));
    return wordIds.get(word);
  };
  const pause = createPacer(signal);
  const questions: number[] = [];
  const coveredPerSection: number[] = [];
  for (const section of sections) {
    let covered = 0;
    for (const question of section.questions) {
      await pause();
      const ids = question.map(wordIdOf).filter((wordId) => wordId !== undefined);
      if (ids.length < 4) continue;
      questions.push(...ids);
      covered++;
    }
    coveredPerSection.push(covered);
  }
  return {
    questions: Uint32Array.from(questions),
    coveredPerSection,
    words: wordIds.size,
    unknownWords: [...wordIds.values()].filter((wordId) => wordId === undefined).length,
  };
}

/** Counts right answers by section. Shapes: `correct` is [q], in the order of the questions. */
export function countBySection(
  sections: readonly AnalogySection[],
  coveredPerSection: readonly number[],
  correct: Uint8Array,
): AnalogySectionScore[] {
  let first = 0;
  return sections.map(({ name, questions }, i) => {
    const end = first + coveredPerSection[i]!;
    const answers = correct.subarray(first, end);
    first = end;
    return {
      name,
      questions: questions.length,
      coveredQuestions: answers.length,
      correct: answers.reduce((sum, isCorrect) => sum + isCorrect, 0),
    };
  });
}

/** Adds up sections. */
export function sumScores(scores: readonly AnalogyScore[]): AnalogyScore {
  const sum = { questions: 0, coveredQuestions: 0, correct: 0 };
  for (const score of scores) {
    sum.questions += score.questions;
    sum.coveredQuestions += score.coveredQuestions;
    sum.correct += score.correct;
  }
  return sum;
}

/** Tells the relations of grammar from those of meaning as Google's test names them: "gram3-comparative". */
export function isSyntactic(sectionName: string): boolean {
  return sectionName.startsWith("gram");
}
