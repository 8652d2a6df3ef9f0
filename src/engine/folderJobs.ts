/** Compares the uses of words in a folder with those elsewhere, as it runs in a thread: reads the text, then compares. */
import { rmSync } from "node:fs";
import type { FileSelection } from "../corpus/files.node.ts";
import { readCorpus, type ReadingProgress } from "../corpus/readCorpus.node.ts";
import type { CorpusDocument } from "../corpus/readText.node.ts";
import type { Segmenter } from "../corpus/segmenter.ts";
import type { TokenizerOptions } from "../corpus/tokenizerOptions.ts";
import { compareUses, nearestContexts, NO_ROW } from "../alignment/partUses.ts";
import { WordfieldError } from "../errors.ts";
import { isBelow, type FolderRequests } from "../protocol/folderMessages.ts";

/** What the thread needs of a model, and of the question. */
export interface FolderTask {
  readonly selection: FileSelection;
  readonly documents: readonly CorpusDocument[];
  /** Paths that the model has forgotten. */
  readonly without: readonly string[];
  readonly tokenizer: TokenizerOptions;
  readonly words: readonly string[];
  /** Of unit length, shape [words, dimension]. */
  readonly vectors: Float32Array;
  readonly dimension: number;
  /** The part: absolute paths, or addresses of folders that are not on disk. */
  readonly folders: readonly string[];
  readonly minimumUses: number;
  readonly count: number;
  readonly neighbors: number;
}

type Result = FolderRequests["compareFolder"]["result"];

/** As many ids as memory of one piece holds. */
const MAXIMUM_IDS = 2 ** 30 - 1;
/** What words of as many uses show has to be seen on some of them. */
const LEAST_JUDGED = 20;

/** Errors: those of `readCorpus`; `bad-input` where a side has no text or too few words in common; `out-of-memory`. */
export async function compareFolder(
  task: FolderTask,
  onProgress: (progress: ReadingProgress) => void,
  tokenizerModule: WebAssembly.Module,
  segmenter: Segmenter,
): Promise<Result> {
  const { selection, documents, without, tokenizer, folders, minimumUses, count } = task;
  const corpus = await readCorpus(
    {
      ...{ selection, documents, without, tokenizer, minimumCount: 1, withDocuments: true },
      maximumIdBytes: 4 * MAXIMUM_IDS,
    },
    onProgress,
    tokenizerModule,
    segmenter,
  );
  if (corpus.ids === undefined) {
    rmSync(corpus.idsFile.path, { force: true });
    throw new WordfieldError(
      "out-of-memory",
      `The text has more than ${MAXIMUM_IDS} words and line ends. Compare folders of a smaller text.`,
    );
  }
  const { files } = corpus.report;
  const isPart = Uint8Array.from(files, ({ path }) => (isBelow(path, folders) ? 1 : 0));
  const filesInFolder = isPart.reduce((sum, flag) => sum + flag, 0);
  if (filesInFolder === 0 || filesInFolder === files.length)
    throw new WordfieldError(
      "bad-input",
      filesInFolder === 0
        ? `${folders.join(", ")} has no text among the ${files.length} files that were read. Name a folder with text.`
        : `All ${files.length} files that were read lie in ${folders.join(", ")}: there is nothing to compare them with. Name a part of the text.`,
    );
  const { n, rows } = toRows(corpus.words, corpus.ids, task.words);
  const { starts, ends } = corpus.documents!;
  const uses = compareUses({ ...task, n, rows, starts, ends, isPart });
  if (uses.judged.length < LEAST_JUDGED)
    throw new WordfieldError(
      "bad-input",
      `Only ${uses.judged.length} words stand ${minimumUses} times or more both in ${folders.join(", ")} and elsewhere; to tell what is unusual takes ${LEAST_JUDGED}. Lower the least uses, or choose a larger folder.`,
    );
  const order = [...uses.judged.keys()].sort(
    (a, b) => uses.departure[b]! - uses.departure[a]! || a - b,
  );
  const d = task.dimension;
  const near = (contexts: Float32Array, place: number) =>
    nearestContexts(
      uses,
      contexts.subarray(place * d, (place + 1) * d),
      uses.judged[place]!,
      task.neighbors,
    ).map(({ row }) => task.words[row]!);
  return {
    words: order.slice(0, count).map((place) => ({
      word: task.words[uses.judged[place]!]!,
      usesInFolder: uses.usesInPart[place]!,
      usesElsewhere: uses.usesElsewhere[place]!,
      departure: uses.departure[place]!,
      inFolder: near(uses.inPart, place),
      elsewhere: near(uses.elsewhere, place),
    })),
    judged: uses.judged.length,
    filesInFolder,
    filesElsewhere: files.length - filesInFolder,
    skipped: corpus.report.skipped,
  };
}

/** Turns ids of a text's words into rows of a model's. */
function toRows(
  words: readonly string[],
  ids: Int32Array,
  known: readonly string[],
): { readonly n: number; readonly rows: Int32Array } {
  const rowOf = new Map(known.map((word, row) => [word, row]));
  const rowOfId = Int32Array.from(words, (word) => rowOf.get(word) ?? NO_ROW);
  return { n: known.length, rows: Int32Array.from(ids, (id) => (id < 0 ? id : rowOfId[id]!)) };
}
