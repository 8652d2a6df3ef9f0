// Lets a classifier on disk predict the labels of texts.
import type { TokenizerName } from "../corpus/tokenizerOptions.ts";
import {
  bindClassifierKernels,
  LOSS_NUMBERS,
  type ClassifierLoss,
} from "../kernels/classifyKernels.ts";
import { allocateClassifierMemory, type ClassifierMemory } from "../kernels/classifyMemory.ts";
import { compileKernels } from "../kernels/kernels.ts";
import { createPacer } from "../kernels/pacing.ts";
import { buildHuffmanPaths } from "../training/huffman.ts";
import { readClassifier, type ClassifierHeader } from "./classifierFile.node.ts";
import type { CollectedExamples, TextReading } from "./collectExamples.ts";
import { encodeForModel, type EncodedExamples } from "./encodeExamples.ts";
import { LABEL_PREFIX } from "./labels.ts";
import { labelProbabilities } from "./labelProbabilities.ts";
import type { ScoredLabel } from "./metrics.ts";
import { copyExamples } from "./train.node.ts";

/** Which classifier is asked, and how. */
export interface ScoringRequest {
  readonly modelPath: string;
  /** One of the two builds of the classification kernels. */
  readonly kernelBytes: Uint8Array;
  /** How the text is cut into words; absent: as the model says, or at white space where it says nothing. */
  readonly tokenizer?: TokenizerName | undefined;
  /** What labels begin with; absent: as the model says, or fastText's. */
  readonly labelPrefix?: string | undefined;
  /** The most labels for a text. */
  readonly count: number;
  /** Less probable labels are left out. */
  readonly threshold: number;
}

/** What a classifier says of texts. */
export interface ScoredExamples {
  /** The classifier's labels, with their prefix. */
  readonly labels: readonly string[];
  readonly reading: TextReading;
  readonly examples: readonly ScoredExample[];
}

/** What a classifier says of a text. */
interface ScoredExample {
  /** Its true labels, as far as they are known and the classifier knows them. */
  readonly labels: Int32Array;
  /** Whether any part of the text is known. */
  readonly isKnown: boolean;
  /** The most probable first; none where no part of the text is known. */
  readonly predictions: readonly ScoredLabel[];
}

/**
 * Scores texts, which `collect` is asked for as soon as it is known how they are to be read. Takes one thread, and holds
 * its event loop.
 *
 * Errors: those of `readClassifier` and of `collect`; `out-of-memory`.
 */
export async function scoreExamples(
  request: ScoringRequest,
  collect: (reading: TextReading) => Promise<CollectedExamples>,
): Promise<ScoredExamples> {
  const kernelModule = await compileKernels(request.kernelBytes);
  let found: { readonly header: ClassifierHeader; readonly memory: ClassifierMemory } | undefined;
  let reading: TextReading = { tokenizer: "whitespace", labelPrefix: LABEL_PREFIX };
  await readClassifier(request.modelPath, async (header) => {
    reading = {
      tokenizer: request.tokenizer ?? header.notes?.tokenizer ?? reading.tokenizer,
      labelPrefix: request.labelPrefix ?? header.notes?.labelPrefix ?? reading.labelPrefix,
    };
    const collected = await collect(reading);
    const encoded = encodeForModel(collected, header.dictionary, header.arguments);
    const memory = allocate(header, encoded);
    await copyExamples(encoded, memory);
    found = { header, memory };
    return memory;
  });
  const { header, memory } = found!;
  const kernels = bindClassifierKernels(kernelModule, memory.memory, memory.layout, 0);
  const { loss } = header.arguments;
  const probabilities = await probabilityReader(header, memory);
  const examples: ScoredExample[] = [];
  for (let example = 0; example < memory.layout.shape.exampleCount; example++) {
    const rows = kernels.scoreExample(example, LOSS_NUMBERS[loss]);
    examples.push({
      labels: memory.exampleLabels.slice(
        memory.labelOffsets[example],
        memory.labelOffsets[example + 1],
      ),
      isKnown: rows > 0,
      predictions: rows === 0 ? [] : bestLabels(probabilities(), request.count, request.threshold),
    });
  }
  return { labels: header.dictionary.labels, reading, examples };
}

function allocate(header: ClassifierHeader, encoded: EncodedExamples): ClassifierMemory {
  const { arguments: settings, dictionary } = header;
  return allocateClassifierMemory({
    wordCount: dictionary.words.length,
    buckets: settings.buckets,
    labelCount: dictionary.labels.length,
    dimension: settings.dimension,
    wordNgrams: settings.wordNgrams,
    negatives: 0,
    threads: 1,
    epochs: 0,
    exampleCount: encoded.exampleOffsets.length - 1,
    tokenCount: encoded.tokens.length,
    exampleLabelCount: encoded.labels.length,
    distinctTokens: encoded.distinctTokens,
    rowListLength: encoded.rowLists.length,
    longestExample: encoded.longestExample,
    pathLength: 0,
  });
}

/** Makes the function that gives the labels' probabilities of the example last scored. */
async function probabilityReader(
  { arguments: settings, dictionary }: ClassifierHeader,
  memory: ClassifierMemory,
): Promise<() => ArrayLike<number>> {
  const outputs = memory.outputs[0]!;
  const loss: ClassifierLoss = settings.loss;
  if (loss !== "hs") return () => outputs;
  const counts = Uint32Array.from(dictionary.counts.subarray(dictionary.words.length));
  const paths = await buildHuffmanPaths(counts, createPacer());
  return () => labelProbabilities(paths, outputs);
}

/** Lists the most probable labels; of equally probable ones, the one that is more frequent in training comes first. */
function bestLabels(
  probabilities: ArrayLike<number>,
  count: number,
  threshold: number,
): ScoredLabel[] {
  const best: ScoredLabel[] = [];
  for (let label = 0; label < probabilities.length; label++) {
    const probability = probabilities[label]!;
    if (probability < threshold) continue;
    if (best.length === count && probability <= best[count - 1]!.probability) continue;
    let place = best.length;
    while (place > 0 && best[place - 1]!.probability < probability) place--;
    best.splice(place, 0, { label, probability });
    if (best.length > count) best.pop();
  }
  return best;
}
