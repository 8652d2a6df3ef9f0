import type { Command } from "./command.ts";
import { analogy } from "./commands/analogy.ts";
import { classifyPredict } from "./commands/classifyPredict.ts";
import { classifyTest } from "./commands/classifyTest.ts";
import { classifyTrain } from "./commands/classifyTrain.ts";
import { compareContexts } from "./commands/compareContexts.ts";
import { compareModels } from "./commands/compareModels.ts";
import { contexts } from "./commands/contexts.ts";
import { corpus } from "./commands/corpus.ts";
import { distill } from "./commands/distill.ts";
import { doctor } from "./commands/doctor.ts";
import { encode } from "./commands/encode.ts";
import { encoders, encodersDelete, encodersDownload } from "./commands/encoders.ts";
import { evaluate } from "./commands/evaluate.ts";
import { exportCommand } from "./commands/export.ts";
import { files } from "./commands/files.ts";
import { forget } from "./commands/forget.ts";
import { formula } from "./commands/formula.ts";
import { ground } from "./commands/ground.ts";
import { indexCommand } from "./commands/indexPassages.ts";
import { info } from "./commands/info.ts";
import { keywords } from "./commands/keywords.ts";
import { map } from "./commands/map.ts";
import { mask } from "./commands/mask.ts";
import { neighbors } from "./commands/neighbors.ts";
import { occurrences } from "./commands/occurrences.ts";
import { phrases } from "./commands/phrases.ts";
import { search } from "./commands/search.ts";
import { senses } from "./commands/senses.ts";
import { similarity } from "./commands/similarity.ts";
import { tokens } from "./commands/tokens.ts";
import { train } from "./commands/train.ts";
import { unusual } from "./commands/unusual.ts";

/** Every subcommand, in the order in which help lists them; a new one is one file and one row. */
export const SUBCOMMANDS: readonly Command[] = [
  train,
  neighbors,
  analogy,
  formula,
  similarity,
  evaluate,
  map,
  ground,
  unusual,
  compareModels,
  info,
  exportCommand,
  files,
  forget,
  corpus,
  tokens,
  occurrences,
  classifyTrain,
  classifyTest,
  classifyPredict,
  keywords,
  phrases,
  contexts,
  encode,
  mask,
  compareContexts,
  senses,
  indexCommand,
  search,
  distill,
  encodersDownload,
  encodersDelete,
  encoders,
  doctor,
];
