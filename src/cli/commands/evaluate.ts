import { resolve } from "node:path";
import type {
  AnalogyEvaluation,
  AnalogyScore,
  SimilarityEvaluation,
} from "../../protocol/evaluationMessages.ts";
import { UsageError } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { formatCosine, formatCount, formatQuantity, formatShare } from "../format.ts";
import { visible, type Style } from "../style.ts";
import { layOutTable, type Column } from "../table.ts";
import { BALANCE_OPTION, toBalance } from "./balanceOption.ts";
import { MODEL_ARGUMENT } from "./sharedOptions.ts";

/** `wordfield evaluate`: how a model does in the field's tests. */
export const evaluate = defineCommand({
  name: "evaluate",
  summary: "Test a model on word similarity and analogies",
  description:
    "Compares a model with what people know: similarity by Spearman's rank correlation of cosines with people's scores, analogies by the share of questions that 3CosAdd answers right, sections and totals. A word is looked up as it stands, else in lower case. What the model does not know is left out and counted.",
  arguments: { model: MODEL_ARGUMENT },
  options: {
    similarity: {
      kind: "list",
      many: true,
      placeholder: "FILE",
      help: "Word pairs with scores, one a line: “tiger cat 7.35”",
    },
    analogies: {
      kind: "list",
      many: true,
      placeholder: "FILE",
      help: "Questions of four words, one a line: “Athens Greece Oslo Norway”; a line that begins with a colon begins a section",
    },
    top: {
      kind: "integer",
      placeholder: "N",
      minimum: 4,
      maximum: 100_000_000,
      default: 30_000,
      help: "Ask and search analogies among the N most frequent words",
    },
    balance: BALANCE_OPTION,
  },
  examples: [
    {
      command:
        "wordfield evaluate wiki.safetensors --similarity EN-*.txt --analogies questions-words.txt",
      effect: "all tests in one run",
    },
    {
      command:
        "wordfield evaluate wiki.safetensors --similarity simlex.txt --json | jq '.similarity[0].spearman'",
      effect: "one number",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { model }, options }) => {
    const { similarity, analogies, top } = options;
    if (similarity.length + analogies.length === 0)
      throw new UsageError("There is nothing to test: give --similarity FILE or --analogies FILE.");
    const modelPath = resolve(model);
    const result = await engine.evaluateModel(
      {
        runId: "command-line",
        modelPath,
        files: [
          ...similarity.map((path) => ({ path: resolve(path), kind: "similarity" as const })),
          ...analogies.map((path) => ({ path: resolve(path), kind: "analogies" as const })),
        ],
        top,
        ...toBalance(options.balance),
      },
      signal,
    );
    const { searchedWords } = result;
    return {
      document: {
        model: modelPath,
        searchedWords,
        similarity: result.similarity,
        analogies: result.analogies,
      },
      lines: [
        ...(result.similarity.length === 0 ? [] : layOutSimilarity(style, result.similarity)),
        ...result.analogies.flatMap((test, index) => [
          ...(index === 0 && result.similarity.length === 0 ? [] : [""]),
          ...layOutAnalogies(style, test),
        ]),
        ...(result.analogies.length === 0
          ? []
          : [
              "",
              style.dim(
                `Analogies among the ${formatQuantity(searchedWords, "most frequent word")}.`,
              ),
            ]),
      ],
      complete:
        result.similarity.every(({ spearman }) => spearman !== null) &&
        result.analogies.every(({ total }) => total.accuracy !== null),
    };
  },
});

const COUNT_COLUMNS: readonly Column[] = [
  { heading: "of", align: "right" },
  { heading: "left out", align: "right" },
];

function layOutSimilarity(style: Style, tests: readonly SimilarityEvaluation[]): string[] {
  const columns: Column[] = [
    { heading: "similarity", align: "left" },
    { heading: "Spearman", align: "right" },
    { heading: "pairs", align: "right" },
    ...COUNT_COLUMNS,
    { heading: "unknown words", align: "right" },
  ];
  const rowOf = (
    name: string,
    spearman: number | null,
    covered: number,
    { pairs }: SimilarityEvaluation,
  ): string[] => [
    name,
    spearman === null ? "–" : formatCosine(spearman),
    formatCount(covered),
    formatCount(pairs),
    formatShare(1 - covered / pairs),
  ];
  const rows = tests.flatMap((test) => {
    const { withUnknownWords: made } = test;
    return [
      [
        ...rowOf(visible(test.name), test.spearman, test.coveredPairs, test),
        `${formatCount(test.unknownWords)} of ${formatCount(test.words)}`,
      ],
      ...(made === null
        ? []
        : [rowOf("  unknown words by n-grams", made.spearman, made.coveredPairs, test)]),
    ];
  });
  return layOutTable(style, columns, rows);
}

function layOutAnalogies(style: Style, test: AnalogyEvaluation): string[] {
  const columns: Column[] = [
    { heading: "analogies", align: "left" },
    { heading: "right", align: "right" },
    { heading: "questions", align: "right" },
    ...COUNT_COLUMNS,
    { heading: "unknown words", align: "right" },
  ];
  const rowOf = (name: string, score: AnalogyScore): string[] => [
    name,
    score.accuracy === null ? "–" : formatShare(score.accuracy),
    formatCount(score.coveredQuestions),
    formatCount(score.questions),
    score.questions === 0 ? "–" : formatShare(1 - score.coveredQuestions / score.questions),
  ];
  const unknown = `${formatCount(test.unknownWords)} of ${formatCount(test.words)}`;
  return layOutTable(style, columns, [
    [...rowOf(visible(test.name), test.total), unknown],
    ...(test.semantic === null ? [] : [rowOf("  semantic", test.semantic)]),
    ...(test.syntactic === null ? [] : [rowOf("  syntactic", test.syntactic)]),
    ...test.sections.map((section) =>
      rowOf(`    ${section.name === "" ? "without a name" : visible(section.name)}`, section),
    ),
  ]);
}
