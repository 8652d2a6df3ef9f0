import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { solveAnalogy } from "../../../../src/embeddings/analogy.ts";
import { createEmbeddings } from "../../../../src/embeddings/embeddings.ts";
import {
  countBySection,
  locateQuestions,
  sumScores,
} from "../../../../src/embeddings/evaluation/analogies.ts";
import {
  answerQuestions,
  mergeAnswers,
  type AnalogyTask,
} from "../../../../src/embeddings/evaluation/answerQuestions.ts";
import { createTestVocabulary } from "../../../../src/embeddings/evaluation/testVocabulary.ts";
import { compileKernels } from "../../../../src/kernels/kernels.ts";
import { builtPaths } from "../../../support/builtEntries.ts";
import { randomVector, seededRandom } from "../../../support/seededRandom.ts";

const kernelBytes = await readFile((await builtPaths()).kernelsSimd);
const kernels = await compileKernels(kernelBytes);

async function randomEmbeddings(size: number, dimension: number, words?: string[]) {
  return createEmbeddings(
    {
      words: words ?? Array.from({ length: size }, (_, i) => `w${i}`),
      counts: null,
      dimension,
      vectors: randomVector(size * dimension, 4),
    },
    kernels,
  );
}

function taskOf(
  { index }: Awaited<ReturnType<typeof randomEmbeddings>>,
  questions: readonly number[],
  rest: Partial<AnalogyTask> = {},
): AnalogyTask {
  const { vectors, stride } = index.unitRows;
  return {
    unitVectors: vectors,
    stride,
    firstId: 0,
    endId: index.size,
    markerIds: [],
    questions: Uint32Array.from(questions),
    kernelBytes,
    ...rest,
  };
}

function randomQuestions(count: number, size: number): number[] {
  const random = seededRandom(9);
  return Array.from({ length: 4 * count }, () => Math.floor(random() * size));
}

const ignore = () => undefined;

describe("answerQuestions", () => {
  it("gives the answers of solveAnalogy, for any dimension and number of words", async () => {
    for (const [size, dimension] of [
      [5, 3],
      [256, 8],
      [601, 67],
    ] as const) {
      const embeddings = await randomEmbeddings(size, dimension);
      const questions = randomQuestions(60, size);
      const { wordIds } = await answerQuestions(taskOf(embeddings, questions), ignore);
      for (const [i, wordId] of wordIds.entries()) {
        const [a, b, c] = questions.slice(4 * i, 4 * i + 3) as [number, number, number];
        const { answers } = await solveAnalogy(embeddings.index, a, b, c, 1);
        expect(wordId).toBe(answers[0]?.wordId);
      }
    }
  });

  it("finds the same in parts of the vocabulary as in the whole", async () => {
    const embeddings = await randomEmbeddings(700, 20);
    const questions = randomQuestions(50, 700);
    const whole = await answerQuestions(taskOf(embeddings, questions), ignore);
    const parts = await Promise.all(
      [
        { firstId: 0, endId: 100 },
        { firstId: 100, endId: 101 },
        { firstId: 101, endId: 700 },
      ].map((part) => answerQuestions(taskOf(embeddings, questions, part), ignore)),
    );
    expect(mergeAnswers(parts).wordIds).toEqual(whole.wordIds);
  });

  it("does not answer with markers, or with words beyond the end", async () => {
    const embeddings = await randomEmbeddings(50, 10);
    const questions = [3, 4, 5, 0];
    const best = async (rest: Partial<AnalogyTask>) =>
      (await answerQuestions(taskOf(embeddings, questions, rest), ignore)).wordIds[0]!;
    const first = await best({});
    const second = await best({ markerIds: [first] });
    expect(second).not.toBe(first);
    expect(await best({ endId: Math.max(first, 6) })).not.toBe(first);
    // Nothing but the words of the question is left.
    expect(await best({ firstId: 3, endId: 6 })).toBe(2 ** 32 - 1);
  });

  it("reports how far it is", async () => {
    const embeddings = await randomEmbeddings(1_000, 4);
    const fractions: number[] = [];
    await answerQuestions(taskOf(embeddings, [1, 2, 3, 4]), (some) => fractions.push(some));
    expect(fractions[0]).toBe(0);
    expect(fractions.length).toBeGreaterThan(2);
    expect(fractions).toEqual([...fractions].sort((x, y) => x - y));
  });
});

describe("the vocabulary of a test", () => {
  it("has the most frequent words, and not what other tools put among them", async () => {
    const words = ["</s>", "the", "king", "<unk>", "queen", "man", "woman"];
    const vocabulary = createTestVocabulary(await randomEmbeddings(7, 4, words), 3);
    expect(vocabulary).toMatchObject({ size: 3, endId: 5, markerIds: [0, 3] });
    expect(words.map((word) => vocabulary.wordId(word))).toEqual([
      ...[undefined, 1, 2, undefined, 4, undefined, undefined],
    ]);
    const all = createTestVocabulary(await randomEmbeddings(7, 4, words), Infinity);
    expect(all).toMatchObject({ size: 5, endId: 7, markerIds: [0, 3] });
  });

  it("takes lower case where the word as it stands is too rare", async () => {
    const words = ["rome", "Rome"];
    expect(createTestVocabulary(await randomEmbeddings(2, 4, words), 1).wordId("Rome")).toBe(0);
    expect(createTestVocabulary(await randomEmbeddings(2, 4, words), 2).wordId("Rome")).toBe(1);
  });
});

describe("sections", () => {
  const sections = [
    { name: "family", questions: [["king", "queen", "man", "woman"] as const] },
    {
      name: "gram1",
      questions: [
        ["king", "queen", "man", "kings"] as const,
        ["queen", "king", "woman", "man"] as const,
        ["man", "woman", "king", "QUEEN"] as const,
      ],
    },
  ];

  it("ask the questions whose four words are known, and count right answers in their own", async () => {
    const words = ["king", "queen", "man", "woman"];
    const vocabulary = createTestVocabulary(await randomEmbeddings(4, 4, words), Infinity);
    const located = await locateQuestions(sections, vocabulary);
    expect([...located.questions]).toEqual([0, 1, 2, 3, 1, 0, 3, 2, 2, 3, 0, 1]);
    expect(located).toMatchObject({ coveredPerSection: [1, 2], words: 6, unknownWords: 1 });
    const scores = countBySection(sections, located.coveredPerSection, Uint8Array.of(1, 0, 1));
    expect(scores).toEqual([
      { name: "family", questions: 1, coveredQuestions: 1, correct: 1 },
      { name: "gram1", questions: 3, coveredQuestions: 2, correct: 1 },
    ]);
    expect(sumScores(scores)).toEqual({ questions: 4, coveredQuestions: 3, correct: 2 });
  });
});
