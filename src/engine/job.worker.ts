import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  predictLabels,
  readTrainingExamples,
  testClassifier,
} from "../classifier/classifierJobs.node.ts";
import { beyondChance } from "../alignment/movedWords.ts";
import { alignVectors, distancesBetween } from "../alignment/procrustes.ts";
import { openSegmenter } from "../corpus/chineseSegmenter.node.ts";
import { findFiles } from "../corpus/files.node.ts";
import { findOccurrences } from "../corpus/occurrences.node.ts";
import { answerQuestions } from "../embeddings/evaluation/answerQuestions.ts";
import { loadStartingVectors } from "../embeddings/loadStartingVectors.node.ts";
import { loadVectors } from "../embeddings/loadVectors.node.ts";
import { generalVectors } from "../grounding/generalVectors.ts";
import { isZero } from "../grounding/rows.ts";
import { toSignedBytes } from "../grounding/signedBytes.ts";
import { groundVectors } from "../grounding/usage.ts";
import { compileKernels } from "../kernels/kernels.ts";
import { createMultiplyRows } from "../kernels/matrixProducts.ts";
import { updateIndex } from "../occurrences/updateIndex.node.ts";
import { compareFolder } from "./folderJobs.ts";
import { readKernels } from "./kernelFiles.ts";
import { serveJob } from "./jobThread.ts";
import type { CommonJob, JobRunners } from "./jobTable.ts";
import { findContexts, findKeywords, findPhrases, tokenizerOf } from "./statisticsJobs.ts";
import { normalizeChoice, readTrainingText } from "./trainingText.ts";
import { principalComponents, projectPca } from "../projection/pca.ts";
import { cutFiles, stampFiles } from "./passageJobs.ts";
import { findNearbyWords } from "./nearbyWords.ts";
import { samplePlaces } from "./samplePlaces.ts";
import { groupPlaces } from "../senses/senses.ts";
import { createRandom } from "../training/sampling.ts";
import { findInSources, listTokens, surveyText } from "./textJobs.ts";

const SOURCE_WORKER = join(__dirname, "source.worker.js");

const runners: JobRunners<CommonJob> = {
  readCorpus: async (request, onProgress) => {
    const segmenter = await openSegmenter(request.tokenizer, __dirname);
    const { tokenizer } = segmenter;
    const choice = request.choice && normalizeChoice(request.choice, tokenizer, segmenter);
    const order = choice ? { ...request, choice } : request;
    const corpus = await readTrainingText(
      order,
      onProgress,
      await tokenizerModule(),
      segmenter,
      SOURCE_WORKER,
    );
    return { corpus, tokenizer, phrases: choice?.phrases ?? [], note: segmenter.note() };
  },
  findFiles: async (selection) => {
    const { files, skipped } = await findFiles(selection);
    return {
      files: files.length,
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
      skipped,
    };
  },
  findOccurrences: async (request) =>
    findOccurrences(request, undefined, await openSegmenter(request.tokenizer, __dirname)),
  findInSources: async (request) =>
    findInSources(request, await openSegmenter(request.tokenizer, __dirname)),
  findNearbyWords: async (request) =>
    findNearbyWords(request, await openSegmenter(request.tokenizer, __dirname)),
  samplePlaces: async (request) =>
    samplePlaces(request, await openSegmenter(request.tokenizer, __dirname)),
  groupPlaces: async ({ vectors, n, d, view, senses, seed }) =>
    groupPlaces(vectors, n, d, view, senses, createRandom(seed)),
  reduceVectors: async ({ vectors, n, d, dimension }) => {
    const { scores, count } = principalComponents(vectors, n, d, dimension);
    return { vectors: Float32Array.from(scores), dimension: count };
  },
  stampFiles: (selection) => stampFiles(selection),
  cutFiles: (request) => cutFiles(request),
  surveyText: async (request, onProgress) =>
    surveyText(
      request,
      onProgress,
      await tokenizerModule(),
      await segmenterOf(request),
      SOURCE_WORKER,
    ),
  listTokens: async (request) => listTokens(request, await segmenterOf(request)),
  updateIndex: async (request, onProgress) =>
    updateIndex(
      request,
      await tokenizerModule(),
      await openSegmenter(request.tokenizer, __dirname),
      onProgress,
    ),
  answerQuestions,
  loadVectors: ({ path }) => loadVectors(path),
  loadStartingVectors: (request) => loadStartingVectors(request),
  readTrainingExamples: async (request, onProgress) =>
    readTrainingExamples(request, onProgress, await tokenizerModule()),
  testClassifier: async (request, onProgress) =>
    testClassifier(request, onProgress, await tokenizerModule()),
  predictLabels: async (request) => predictLabels(request, await tokenizerModule()),
  findKeywords: async (request, onProgress) =>
    findKeywords(request, onProgress, await tokenizerModule(), await segmenterOf(request)),
  findPhrases: async (request, onProgress) =>
    findPhrases(request, onProgress, await tokenizerModule(), await segmenterOf(request)),
  findContexts: async (request, onProgress) =>
    findContexts(request, onProgress, await tokenizerModule(), await segmenterOf(request)),
  groundVectors: async (task) => {
    const multiply = createMultiplyRows(await compileKernels(await readKernels(__dirname)));
    const { dimension, general, grounded, departure } = groundVectors(task, multiply);
    return {
      dimension,
      general: toSignedBytes(general, task.n, dimension),
      grounded: toSignedBytes(grounded, task.n, dimension),
      departure,
      known: task.counts.reduce(
        (sum, _, row) => sum + (isZero(general, row, dimension) ? 0 : 1),
        0,
      ),
    };
  },
  reduceGeneral: async ({ prior, n }) =>
    generalVectors(
      prior,
      n,
      createMultiplyRows(await compileKernels(await readKernels(__dirname))),
    ),
  alignVectors: async ({ noise, keepsVectors, ...task }) => {
    const aligned = alignVectors(task);
    const distances = distancesBetween(aligned);
    return { distances, ...beyondChance(distances, noise), vectors: keepsVectors ? aligned : null };
  },
  compareFolder: async (task, onProgress) =>
    compareFolder(
      task,
      onProgress,
      await tokenizerModule(),
      await openSegmenter(task.tokenizer, __dirname),
    ),
  projectPca: async ({ vectors, n, d }) => projectPca(vectors, n, d),
};

serveJob(runners);

function segmenterOf(text: Parameters<typeof tokenizerOf>[0]) {
  return openSegmenter(tokenizerOf(text), __dirname);
}

/** The tokenizer lies beside this bundle. */
async function tokenizerModule(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(join(__dirname, "tokenizer.wasm")));
}
