import { describe, expect, it } from "vitest";
import type { ModelDescription } from "../../../src/protocol/modelMessages.ts";
import { writeEvaluation } from "../../../src/vscode/evaluationMarkdown.ts";
import { english } from "./english.ts";

const model: ModelDescription = {
  path: "/models/my_notes.safetensors",
  name: "my_notes",
  algorithm: "skip-gram",
  words: 11_157,
  dimension: 100,
  bytes: 9_000_000,
  createdAt: "2026-04-30T10:11:12.000Z",
  corpus: null,
  hyperparameters: {},
  lossPerEpoch: [],
};
const score = (questions: number, coveredQuestions: number, correct: number) => ({
  questions,
  coveredQuestions,
  correct,
  accuracy: coveredQuestions === 0 ? null : correct / coveredQuestions,
});

describe("writeEvaluation", () => {
  it("writes a table for similarity and one for each test of analogy", () => {
    const text = writeEvaluation(
      {
        model,
        searchedWords: 11_157,
        similarity: [
          {
            path: "/tests/ws|353.txt",
            name: "ws|353",
            spearman: 0.56824,
            pairs: 353,
            coveredPairs: 341,
            words: 437,
            unknownWords: 12,
            withUnknownWords: { spearman: 0.5, coveredPairs: 353 },
          },
          {
            path: "/tests/zh.txt",
            name: "zh",
            spearman: null,
            pairs: 240,
            coveredPairs: 0,
            words: 1_327,
            unknownWords: 1_327,
            withUnknownWords: null,
          },
        ],
        analogies: [
          {
            path: "/tests/questions.txt",
            name: "questions",
            total: score(1_044, 1_000, 144),
            semantic: score(44, 0, 0),
            syntactic: score(1_000, 1_000, 144),
            sections: [
              { name: "", ...score(44, 0, 0) },
              { name: "gram3 <b>", ...score(1_000, 1_000, 144) },
            ],
            words: 905,
            unknownWords: 172,
          },
        ],
      },
      english,
    );
    expect(text).toMatchInlineSnapshot(`
      "# Evaluation of my\\_notes

      skip-gram, 11,157 words, 100 dimensions

      ## Similarity

      Spearman’s rank correlation of the cosines with the scores that people gave.

      | Test | Spearman | Pairs | Left out | Unknown words |
      | :-- | --: | --: | --: | --: |
      | ws\\|353 | 0.5682 | 341 | 3.4 % | 12 of 437 |
      | … unknown words by n-grams | 0.5000 | 353 | 0.0 % |  |
      | zh | – | 0 | 100.0 % | 1,327 of 1,327 |

      ## Analogies

      Share of the questions a : b = c : ? whose answer is right, searched among the 11,157 most frequent words.

      ### questions

      | Section | Right | Questions | Left out |
      | :-- | --: | --: | --: |
      | **All** | 14.4 % | 1,000 | 4.2 % |
      | **Semantic** | – | 0 | 100.0 % |
      | **Syntactic** | 14.4 % | 1,000 | 0.0 % |
      | Without a name | – | 0 | 100.0 % |
      | gram3 \\<b\\> | 14.4 % | 1,000 | 0.0 % |

      Unknown words: 172 of 905

      ## Files

      - /models/my\\_notes.safetensors
      - /tests/ws\\|353.txt
      - /tests/zh.txt
      - /tests/questions.txt
      "
    `);
  });

  it("leaves out the kind of test that was not chosen", () => {
    const text = writeEvaluation(
      { model, searchedWords: 11_157, similarity: [], analogies: [] },
      english,
    );
    expect(text).not.toContain("Similarity");
    expect(text).not.toContain("Analogies");
  });
});
