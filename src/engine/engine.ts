import { join } from "node:path";
import { probeEncoder } from "../encoder/encoderClient.node.ts";
import type { Calls, Emit } from "../protocol/channel.ts";
import type { EngineEvents, EngineRequests } from "../protocol/engineMessages.ts";
import * as classifiers from "./classifiers.ts";
import { compareContexts } from "./compareContexts.ts";
import { createContextQueries } from "./contextQueries.ts";
import { compareFolder } from "./compareFolder.ts";
import { compareModels } from "./compareModels.ts";
import { projectModels } from "./projectModels.ts";
import { describeWords, listColumns } from "./describeWords.ts";
import { distillModel } from "./distillModel.ts";
import { evaluateModel } from "./evaluateModel.ts";
import { exportMap } from "./exportMap.ts";
import { exportModel } from "./exportModel.ts";
import { createEncoderDownloads } from "./encoderDownloads.ts";
import { createEncoders } from "./encoders.ts";
import { createEncodings } from "./encodings.ts";
import * as formulas from "./formulaQueries.ts";
import { compileFastestKernels } from "./kernelFiles.ts";
import { describeMachine } from "./machine.ts";
import { makeGeneralModel } from "./generalModel.ts";
import * as grounding from "./groundModel.ts";
import { indexPassages } from "./indexPassages.ts";
import { createJobs } from "./jobs.ts";
import { describeModel, listModels } from "./modelListing.ts";
import { createRuntimeDownloads } from "./runtimeDownloads.ts";
import { createPassageSearch } from "./passageSearch.ts";
import { createOpenModels } from "./openModels.ts";
import { createProjections } from "./projectMap.ts";
import * as corpus from "./corpusQueries.ts";
import { createOccurrenceIndexes } from "./occurrenceIndexes.ts";
import { count, countingTeller } from "./statistics.ts";
import { findSharedContexts } from "./sharedContexts.ts";
import { findSenses } from "./findSenses.ts";
import { rateText } from "./rateText.ts";
import { createTrainings } from "./trainings.ts";
import * as queries from "./wordQueries.ts";

/** What an engine needs from whoever creates it. */
export interface EngineContext {
  /** Where the built entries and kernels lie side by side. */
  readonly folder: string;
  readonly emit: Emit<EngineEvents>;
  readonly log: (line: string) => void;
  /** Whether indexes of places are kept beside models; an engine that soon ends leaves that to others. */
  readonly keepsIndexes?: boolean;
}

/** The façade that every front end talks to, in this process or by `EngineClient` in another. */
export interface Engine {
  readonly calls: Calls<EngineRequests>;
  /** Stops running jobs and forgets all models. */
  close(): Promise<void>;
}

/** Creates an engine that runs in this process; heavy work goes to worker threads. */
export function createEngine(context: EngineContext): Engine {
  const jobs = createJobs(context.folder);
  const models = createOpenModels({ ...context, jobs });
  const trainings = createTrainings({ ...context, jobs });
  const indexes = createOccurrenceIndexes({ ...context, jobs });
  const encoders = createEncoders(context);
  const passages = createPassageSearch({ ...context, encoders });
  const projections = createProjections({ ...context, models, jobs });
  const texts = { models, jobs, indexes };
  const indexing = async <T extends { readonly model: { readonly path: string } }>(
    training: Promise<T>,
  ): Promise<T> => {
    const result = await training;
    indexes.refresh(result.model.path);
    return result;
  };
  return {
    calls: {
      trainModel: (params, signal) => indexing(trainings.train(params, signal)),
      resumeTraining: (params, signal) => indexing(trainings.resume(params, signal)),
      pauseTraining: async (params) => trainings.pause(params),
      listCheckpoints: (params) => trainings.listCheckpoints(params.folder),
      discardCheckpoint: (params) => trainings.discard(params.modelPath),
      surveySources: (params, signal) => corpus.surveySources(jobs, params, signal),
      listModels: (params) => listModels(params),
      describeModel: (params) => describeModel(params.modelPath),
      openModel: async (params) => ({ model: (await models.open(params.modelPath)).description }),
      findNeighbors: (params, signal) => queries.findNeighbors(models, params, signal),
      listParts: (params) => queries.listParts(models, params),
      explainParts: (params) => queries.explainParts(models, params),
      solveFormula: (params, signal) => formulas.solveFormula(models, params, signal),
      compareWordList: (params) => formulas.compareWordList(models, params),
      findNeighborsAt: (params, signal) => queries.findNeighborsAt(models, params, signal),
      solveAnalogy: (params, signal) => queries.solveAnalogy(models, params, signal),
      compareWords: (params) => queries.compareWords(models, params),
      findSimilarities: (params, signal) => queries.findSimilarities(models, params, signal),
      describeWords: (params, signal) => describeWords(texts, params, signal),
      listColumns,
      completeWord: (params, signal) => queries.completeWord(models, params, signal),
      rateText: (params) => rateText({ models, projections }, params),
      readMap: (params) => queries.readMap(models, jobs, params),
      findOccurrences: (params, signal) => corpus.findOccurrences(texts, params, signal),
      findSharedContexts: (params, signal) => findSharedContexts(texts, params, signal),
      findInSources: (params, signal) => corpus.findInSources(texts, params, signal),
      surveyText: (params, signal) =>
        jobs.run("surveyText", params, countingTeller(context.emit, params.runId, 1), signal),
      listTokens: (params, signal) => jobs.run("listTokens", params, () => undefined, signal),
      filesOfWord: (params, signal) => corpus.filesOfWord(texts, params, signal),
      corpusStaleness: (params, signal) => corpus.corpusStaleness(texts, params, signal),
      filesChanged: async ({ paths }) => {
        indexes.filesChanged(paths);
        return {};
      },
      corpusOf: (params) => corpus.corpusOf(params),
      forgetFiles: (params, signal) => corpus.forgetFiles(texts, params, signal),
      exportModel: (params, signal) => exportModel(models, params, signal),
      evaluateModel: (params, signal) =>
        evaluateModel({ ...context, models, jobs }, params, signal),
      trainClassifier: (params, signal) =>
        classifiers.trainClassifier({ ...context, jobs }, params, signal),
      testClassifier: (params, signal) =>
        classifiers.testClassifier({ ...context, jobs }, params, signal),
      predictLabels: (params, signal) =>
        classifiers.predictLabels({ ...context, jobs }, params, signal),
      findKeywords: (params, signal) => count({ ...context, jobs }, "findKeywords", params, signal),
      findPhrases: (params, signal) => count({ ...context, jobs }, "findPhrases", params, signal),
      findContexts: (params, signal) => count({ ...context, jobs }, "findContexts", params, signal),
      probeEncoder: (_, signal) =>
        probeEncoder(
          { entry: join(context.folder, "encoder.process.js"), log: context.log },
          signal,
        ),
      describeMachine: async () => {
        const { build } = await compileFastestKernels(context.folder);
        return { ...describeMachine(), kernels: build };
      },
      ...createEncodings({ emit: context.emit, encoders }),
      ...createEncoderDownloads({ ...context, encoders }),
      ...createRuntimeDownloads({ ...context, encoders }),
      groundModel: (params, signal) =>
        grounding.groundModel({ emit: context.emit, encoders, jobs }, params, signal),
      makeGeneralModel: (params, signal) =>
        indexing(makeGeneralModel({ emit: context.emit, encoders, jobs }, params, signal)),
      findUnusualWords: (params, signal) => grounding.findUnusualWords(models, params, signal),
      indexPassages: (params, signal) =>
        indexPassages({ emit: context.emit, encoders, jobs }, params, signal),
      searchPassages: (params, signal) => passages.search(params, signal),
      distillModel: (params, signal) =>
        distillModel({ emit: context.emit, encoders, jobs, models }, params, signal),
      compareContexts: (params, signal) =>
        compareContexts({ ...texts, emit: context.emit, encoders }, params, signal),
      projectMap: (params, signal) => projections.project(params, signal),
      ...createContextQueries({ ...texts, emit: context.emit, encoders }),
      compareModels: (params, signal) => compareModels({ models, jobs }, params, signal),
      projectModels: (params, signal) =>
        projectModels({ ...context, models, jobs }, params, signal),
      compareFolder: (params, signal) =>
        compareFolder({ models, jobs, emit: context.emit }, params, signal),
      exportMap: (params, signal) =>
        exportMap({ ...context, ...texts, projections }, params, signal),
      findSenses: (params, signal) =>
        findSenses({ emit: context.emit, encoders, jobs }, params, signal),
    },
    close: async () => {
      encoders.close();
      await indexes.close();
      await jobs.close();
      models.close();
    },
  };
}
