/** Says something of each of a model's most frequent words, to color a map by it. */
import { basename } from "node:path";
import { readRecords, type Delimiter } from "../corpus/kinds/csvRecords.ts";
import { scriptOf, UNDETERMINED } from "../corpus/languages.ts";
import { readText } from "../corpus/readText.node.ts";
import { WordfieldError } from "../errors.ts";
import { createPacer } from "../kernels/pacing.ts";
import type { FileRecord } from "../occurrences/segmentLayout.ts";
import type {
  ColumnSource,
  WordColumn,
  WordColumnRequests,
  WordGroups,
} from "../protocol/wordColumnMessages.ts";
import { partsOfWorkspace, typicalGroup } from "../statistics/typicalGroups.ts";
import { withoutGeneralVectors } from "./balance.ts";
import type { OccurrenceIndexes } from "./occurrenceIndexes.ts";
import { readPassport } from "./passports.ts";
import type { OpenModel, OpenModels } from "./openModels.ts";

/** What this needs from the engine. */
export interface DescriptionContext {
  readonly models: OpenModels;
  readonly indexes: OccurrenceIndexes;
}

type Request = WordColumnRequests["describeWords"];

/** More are not counted file by file: the rarer ones stay without a group. */
const MOST_COUNTED = 20_000;
const MOST_TABLE_BYTES = 64_000_000;
/** A column is one of numbers where at least this share of its cells are. */
const LEAST_NUMBERS = 0.9;

/** See `describeWords` in the contract. */
export async function describeWords(
  context: DescriptionContext,
  { modelPath, count, source }: Request["params"],
  signal?: AbortSignal,
): Promise<Request["result"]> {
  const model = await context.models.open(modelPath);
  const words = model.embeddings.words.slice(0, count);
  switch (source.of) {
    case "script":
      return toGroups(words.map(scriptOf));
    case "departure":
      return departureOf(model, words.length);
    case "folder":
      return byFiles(context, modelPath, words, foldersOf, signal);
    case "kind":
      return byFiles(context, modelPath, words, (files) => files.map(({ kind }) => kind), signal);
    case "language":
      return byFiles(context, modelPath, words, await languagesOf(modelPath), signal);
    case "table":
      return columnOf(model, words, source, signal);
  }
}

async function departureOf(model: OpenModel, count: number): Promise<WordColumn> {
  const grounding = await model.grounding();
  if (!grounding) throw withoutGeneralVectors(model.description.path);
  const values = grounding.departure.slice(0, count);
  return { kind: "numbers", values: values.map((value) => (value === 0 ? NaN : value)) };
}

/** What each word is typical of, by its uses in each file. */
async function byFiles(
  { indexes }: DescriptionContext,
  modelPath: string,
  words: readonly string[],
  namesOf: (files: readonly FileRecord[]) => readonly (string | undefined)[],
  signal: AbortSignal | undefined,
): Promise<WordColumn> {
  const found = await indexes.withFresh(
    modelPath,
    async (index) => {
      const files = index.files();
      const names = namesOf(files);
      const list = [...new Set(names.filter((name) => name !== undefined))];
      const groups = new Map(list.map((name, group) => [name, group]));
      const groupOfFile = new Map<string, number>();
      const tokensOf = new Array<number>(list.length).fill(0);
      for (const [at, { path, tokens }] of files.entries()) {
        const group = groups.get(names[at] ?? "");
        if (group === undefined) continue;
        groupOfFile.set(path, group);
        tokensOf[group]! += tokens;
      }
      const all = tokensOf.reduce((sum, tokens) => sum + tokens, 0);
      const shares = tokensOf.map((tokens) => tokens / all);
      const pause = createPacer(signal);
      const chosen: (string | undefined)[] = [];
      for (const word of words.slice(0, MOST_COUNTED)) {
        await pause();
        const uses = new Map<number, number>();
        for (const { path, count } of await index.countByFile([word], NOTHING, signal)) {
          const group = groupOfFile.get(path);
          if (group !== undefined) uses.set(group, (uses.get(group) ?? 0) + count);
        }
        const group = typicalGroup(
          Array.from(uses, ([at, some]) => ({ group: at, uses: some })),
          shares,
        );
        chosen.push(group === undefined ? undefined : list[group]);
      }
      return toGroups(words.map((_, row) => chosen[row]));
    },
    signal,
  );
  if (found) return found;
  throw new WordfieldError(
    "bad-input",
    `${basename(modelPath)} does not say which files it was made of. Train a model on this workspace.`,
  );
}

/** Tells the language of files as the model's passport has it; undefined where it does not say. */
async function languagesOf(modelPath: string) {
  const passport = await readPassport(modelPath);
  const languages = new Map(passport?.files.map(({ path, language }) => [path, language]));
  if (passport && ![...languages.values()].some((language) => language !== undefined))
    throw new WordfieldError(
      "bad-input",
      `${basename(modelPath)} does not say in which languages its files are. Train it again to know them.`,
    );
  return (files: readonly FileRecord[]) =>
    files.map(({ path }) => {
      const language = languages.get(path);
      return language === UNDETERMINED ? undefined : language;
    });
}

const NOTHING: ReadonlySet<string> = new Set();

function foldersOf(files: readonly FileRecord[]): readonly string[] {
  return partsOfWorkspace(
    files.map(({ path, tokens }) => ({ parts: path.split(/[\\/]/).filter(Boolean), tokens })),
  );
}

/** Groups in the order of their size. */
function toGroups(labels: readonly (string | undefined)[]): WordGroups {
  const sizes = new Map<string, number>();
  for (const label of labels)
    if (label !== undefined) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const names = [...sizes]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([name]) => name)
    .slice(0, 2 ** 16 - 1);
  const places = new Map(names.map((name, place) => [name, place]));
  return {
    kind: "groups",
    names,
    groupOfWord: Uint16Array.from(
      labels,
      (label) => (label === undefined ? undefined : places.get(label)) ?? names.length,
    ),
  };
}

/** See `listColumns` in the contract. */
export async function listColumns({
  path,
}: WordColumnRequests["listColumns"]["params"]): Promise<
  WordColumnRequests["listColumns"]["result"]
> {
  const [header = []] = await readTable(path, 1);
  if (header.length < 2)
    throw new WordfieldError(
      "bad-format",
      `${basename(path)} has no second column. Its first column must have the words, the others what is said of them, separated by tabs, commas or semicolons.`,
    );
  return { columns: header.slice(1) };
}

async function columnOf(
  model: OpenModel,
  words: readonly string[],
  { path, column }: Extract<ColumnSource, { readonly of: "table" }>,
  signal: AbortSignal | undefined,
): Promise<WordColumn> {
  const [header, ...records] = await readTable(path, Infinity, signal);
  if (!header || column < 1 || column >= header.length)
    throw new WordfieldError(
      "bad-input",
      `${basename(path)} has no column ${column}: it has ${Math.max(0, (header?.length ?? 0) - 1)} besides that of the words.`,
    );
  const cells = new Map<number, string>();
  for (const record of records) {
    const { forms } = await model.forms.ofWord(record[0] ?? "");
    const wordId = forms
      .map((form) => model.embeddings.wordId(form))
      .find((found) => found !== undefined);
    const cell = record[column] ?? "";
    if (wordId !== undefined && cell !== "") cells.set(wordId, cell);
  }
  const known = words.map((_, row) => cells.get(row));
  const filled = known.filter((cell) => cell !== undefined);
  if (filled.length === 0)
    throw new WordfieldError(
      "bad-input",
      `The first column of ${basename(path)} has none of the words on the map. It must have one word in each line.`,
    );
  const numbers = filled.filter((cell) => Number.isFinite(Number(cell))).length;
  if (numbers < LEAST_NUMBERS * filled.length) return toGroups(known);
  const numberOf = (cell: string | undefined) =>
    cell !== undefined && Number.isFinite(Number(cell)) ? Number(cell) : NaN;
  return { kind: "numbers", values: Float32Array.from(known, numberOf) };
}

/** Reads the first records of a table; the delimiter is that of its first line. */
async function readTable(
  path: string,
  limit: number,
  signal?: AbortSignal,
): Promise<readonly (readonly string[])[]> {
  const read = await readText(path, MOST_TABLE_BYTES);
  if ("reason" in read)
    throw new WordfieldError("file-unreadable", `${path} can’t be read: ${read.reason}.`);
  const { text } = read;
  const firstLine = text.slice(0, text.indexOf("\n") < 0 ? text.length : text.indexOf("\n"));
  const delimiter = DELIMITERS.find((known) => firstLine.includes(known)) ?? "\t";
  const records: string[][] = [];
  let record: string[] = [];
  readRecords(text, delimiter, {
    cell: (_column, start, end, isQuoted) => {
      const cell = text.slice(start, end);
      record.push((isQuoted ? cell.replaceAll('""', '"') : cell).trim());
    },
    record: () => {
      if (record.length > 1 || record[0] !== "") records.push(record);
      record = [];
      return records.length < limit && signal?.aborted !== true;
    },
  });
  if (signal?.aborted) throw new WordfieldError("canceled", "Canceled.");
  return records;
}

const DELIMITERS: readonly Delimiter[] = ["\t", ",", ";"];
