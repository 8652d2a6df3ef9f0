import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { FolderRequests } from "../../protocol/folderMessages.ts";
import type { UnusualWord } from "../../protocol/groundingMessages.ts";
import { UsageError } from "../arguments.ts";
import { defineCommand, type CommandContext, type Report } from "../command.ts";
import { formatCount, formatQuantity } from "../format.ts";
import type { ArgumentTable, OptionTable, Values } from "../options.ts";
import { visible, type Style } from "../style.ts";
import { layOutTable } from "../table.ts";
import { NEIGHBOR_COUNT_OPTION } from "./sharedOptions.ts";
import { skippedNotes } from "./statisticsOptions.ts";
import { withModelOfText } from "./textModel.ts";

const ARGUMENTS = {
  model: {
    placeholder: "MODEL|PATH",
    help: "Model with general vectors; or a folder of text, which is trained on for this question alone",
  },
} as const satisfies ArgumentTable;

/** Below these few uses say more of chance than of the word; docs/decisions/018 has the figures. */
const LEAST_USES = { general: 100, folder: 20 } as const;

const OPTIONS = {
  against: {
    kind: "text",
    placeholder: "PATH",
    help: "List the words that this folder or file uses differently from the rest of the model’s text; needs no general vectors",
  },
  count: { ...NEIGHBOR_COUNT_OPTION, default: 20 },
  "min-uses": {
    kind: "integer",
    placeholder: "N",
    minimum: 1,
    maximum: 1_000_000_000,
    default: `${LEAST_USES.general}, ${LEAST_USES.folder} on each side with --against`,
    help: "Leave out words that stand less often: few uses tell little. Without --against at least 50",
  },
  neighbors: {
    kind: "integer",
    placeholder: "N",
    minimum: 1,
    maximum: 100,
    default: 5,
    help: "How many neighbors to show on each side",
  },
} as const satisfies OptionTable;

type UnusualValues = Values<typeof ARGUMENTS, typeof OPTIONS>["options"];

/** `wordfield unusual`: words whose uses do not fit what they mean in general, or in the rest of the text. */
export const unusual = defineCommand({
  name: "unusual",
  summary: "List words that are used differently here",
  description:
    "Ranks the words of a model by how little their uses in its text fit what they mean in general: by how far each predicts the other, in standard deviations from words of the same frequency. Beside each stand its neighbors here and in general. The model must have general vectors: “wordfield ground MODEL”, or “wordfield train --prior auto”. With --against it ranks the words of a folder by how little what stands around them there is like what stands around them in the other files, in standard deviations from words of as many uses; beside each are the words that elsewhere stand in such contexts.",
  arguments: ARGUMENTS,
  options: OPTIONS,
  examples: [
    {
      command: "wordfield unusual docs.safetensors -k 10",
      effect: "the ten words whose use here is most their own",
    },
    {
      command: "wordfield unusual repo.safetensors --against legacy",
      effect: "words that mean something else in one folder",
    },
    { command: "wordfield unusual notes", effect: "of a text without a model" },
  ],
  run: async (context, { arguments: { model }, options }) => {
    const ask = options.against === undefined ? compareWithGeneral : compareWithRest;
    if (!(await isFolder(model))) return ask(context, resolve(model), options);
    const needsGeneral = options.against === undefined;
    return withModelOfText(context, model, needsGeneral, (path) => ask(context, path, options));
  },
});

/** Whether a folder of text was named, and no model. */
async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined); // the engine says better what is missing
  return found?.isDirectory() === true;
}

async function compareWithGeneral(
  { engine, signal, style }: CommandContext,
  modelPath: string,
  options: UnusualValues,
): Promise<Report> {
  const minimumUses = options["min-uses"] ?? LEAST_USES.general;
  if (minimumUses < LEAST_GENERAL)
    throw new UsageError(
      `--min-uses cannot be ${minimumUses}: from ${LEAST_GENERAL} on, or with --against from 1 on.`,
    );
  const result = await engine.findUnusualWords(
    { modelPath, count: options.count, minimumUses, neighbors: options.neighbors },
    signal,
  );
  return {
    document: { model: modelPath, minimumUses, ...result },
    lines: layOutTable(
      style,
      [
        { heading: "word", align: "left" },
        { heading: "count", align: "right" },
        { heading: "departs", align: "right" },
        { heading: "here", align: "left" },
        { heading: "in general", align: "left" },
      ],
      result.words.map(({ word, count, departure, here, general }) => [
        visible(word),
        formatCount(count),
        `${departure.toFixed(1)} σ`,
        listWords(here),
        listWords(general),
      ]),
    ),
    notes: [
      `${formatQuantity(result.judged, "word")} with ${formatCount(minimumUses)} uses or more were compared with ${result.encoder}.`,
    ],
    complete: true,
  };
}

/** As the engine has it. */
const LEAST_GENERAL = 50;

async function compareWithRest(
  { engine, signal, style }: CommandContext,
  modelPath: string,
  options: UnusualValues,
): Promise<Report> {
  const minimumUses = options["min-uses"] ?? LEAST_USES.folder;
  const folder = resolve(options.against ?? "");
  const result = await engine.compareFolder(
    {
      ...{ runId: "command-line", modelPath, folders: [folder], documents: [], minimumUses },
      ...{ count: options.count, neighbors: options.neighbors },
    },
    signal,
  );
  return {
    document: { model: modelPath, against: folder, minimumUses, ...result },
    lines: layOutFolder(result, style),
    notes: [
      ...skippedNotes(result, style),
      `${formatQuantity(result.judged, "word")} with ${formatCount(minimumUses)} uses or more both in ${formatQuantity(result.filesInFolder, "file")} there and in ${formatQuantity(result.filesElsewhere, "file")} elsewhere were compared.`,
    ],
    complete: true,
  };
}

function layOutFolder(
  { words }: FolderRequests["compareFolder"]["result"],
  style: Style,
): string[] {
  const list = (neighbors: readonly string[]) => neighbors.map(visible).join(", ");
  return layOutTable(
    style,
    [
      { heading: "word", align: "left" },
      { heading: "there", align: "right" },
      { heading: "elsewhere", align: "right" },
      { heading: "departs", align: "right" },
      { heading: "like, there", align: "left" },
      { heading: "like, elsewhere", align: "left" },
    ],
    words.map(({ word, usesInFolder, usesElsewhere, departure, inFolder, elsewhere }) => [
      visible(word),
      formatCount(usesInFolder),
      formatCount(usesElsewhere),
      `${departure.toFixed(1)} σ`,
      list(inFolder),
      list(elsewhere),
    ]),
  );
}

function listWords(neighbors: UnusualWord["here"]): string {
  return neighbors.map(({ word }) => visible(word)).join(", ");
}
