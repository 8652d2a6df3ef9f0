/** Finds passages by meaning: exact search over the vectors of an index. */
import { stat } from "node:fs/promises";
import { lineStarts } from "../corpus/lineFinder.ts";
import { readText } from "../corpus/readText.node.ts";
import {
  allocateSearchRows,
  createSearchIndex,
  type SearchIndex,
} from "../embeddings/searchIndex.ts";
import { WordfieldError } from "../errors.ts";
import { compileKernels } from "../kernels/kernels.ts";
import {
  PLACE_NUMBERS,
  readPassageIndex,
  type PassageIndex,
} from "../passages/passageIndexFile.node.ts";
import { restoreRows } from "../passages/quantize.ts";
import type { FoundPassage, PassageRequests } from "../protocol/passageMessages.ts";
import type { Encoders } from "./encoders.ts";
import { encodeMany } from "./encodingPortions.ts";
import { readKernels } from "./kernelFiles.ts";

type Request = PassageRequests["searchPassages"];

/** The indexes of passages that were asked. */
interface PassageSearch {
  /**
   * Encodes a text and finds the passages nearest to it.
   *
   * Errors: `model-missing`, `bad-format`, `bad-input` where another encoder made the index, `out-of-memory`, those of the
   * encoder; `canceled`.
   */
  search(params: Request["params"], signal?: AbortSignal): Promise<Request["result"]>;
}

interface Opened {
  readonly stamp: string;
  readonly index: PassageIndex;
  readonly search: SearchIndex;
  /** Places of each row: of row r from `starts[r]` to before `starts[r + 1]`. */
  readonly starts: Uint32Array;
  readonly places: Uint32Array;
}

/** As many as can be decoded. */
const MAXIMUM_FILE_BYTES = 2 ** 29;
const LONGEST_SHOWN = 400;

/** Creates the store of opened indexes; the last one asked stays in memory. */
export function createPassageSearch({
  folder,
  encoders,
}: {
  readonly folder: string;
  readonly encoders: Encoders;
}): PassageSearch {
  let opened: Opened | undefined;
  const open = async (path: string, signal: AbortSignal | undefined): Promise<Opened> => {
    const info = await stat(path).catch(() => undefined); // missing: the reader says so
    const stamp = `${path} ${info?.mtimeMs} ${info?.size} ${info?.ino}`;
    if (opened?.stamp === stamp) return opened;
    opened = undefined; // before the next one takes its memory
    const index = await readPassageIndex(path, signal);
    const rows = index.scales.length;
    const room = allocateSearchRows(rows, index.dimension);
    restoreRows(index, index.dimension, 0, rows, room.rawVectors);
    const kernels = await compileKernels(await readKernels(folder));
    const search = await createSearchIndex(room, kernels, signal);
    opened = { stamp, index, search, ...placesByRow(index) };
    return opened;
  };
  return {
    search: async ({ indexPath, choice, text, count }, signal) => {
      if (text.trim() === "")
        throw new WordfieldError("bad-input", "There is no text to look for. Give one.");
      const { index, search, starts, places } = await open(indexPath, signal);
      const { origin } = index;
      const chosen = await encoders.choose(
        { ...choice, folder: choice.folder ?? origin.encoderFolder },
        text,
      );
      if (chosen.description.fingerprint !== origin.fingerprint)
        throw new WordfieldError(
          "bad-input",
          `${indexPath} was made by the encoder ${origin.encoderName}, not by ${chosen.description.name} as it is now. Name that one, or make the index again.`,
        );
      const { vectors } = await encodeMany(
        { emit: () => undefined },
        chosen,
        { runId: "", texts: [text], pooling: null, layer: "last", normalize: true },
        signal,
      );
      const { rows, scores } = await search.findTopRows(vectors, Math.min(count, 4_096), signal);
      const found: { readonly place: number; readonly cosine: number }[] = [];
      for (const [rank, row] of rows.entries())
        for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++)
          if (found.length < count)
            found.push({ place: places[at] ?? 0, cosine: scores[rank] ?? 0 });
      return {
        encoder: chosen.description,
        passages: await withTexts(index, found),
        total: index.places.length / PLACE_NUMBERS,
      };
    },
  };
}

function placesByRow(index: PassageIndex): Pick<Opened, "starts" | "places"> {
  const rows = index.scales.length;
  const count = index.places.length / PLACE_NUMBERS;
  const starts = new Uint32Array(rows + 1);
  const rowOf = (place: number) => index.places[place * PLACE_NUMBERS + 3] ?? 0;
  for (let place = 0; place < count; place++)
    starts[rowOf(place) + 1] = (starts[rowOf(place) + 1] ?? 0) + 1;
  for (let row = 0; row < rows; row++)
    starts[row + 1] = (starts[row + 1] ?? 0) + (starts[row] ?? 0);
  const next = starts.slice();
  const places = new Uint32Array(count);
  for (let place = 0; place < count; place++) {
    const row = rowOf(place);
    const at = next[row] ?? 0;
    places[at] = place;
    next[row] = at + 1;
  }
  return { starts, places };
}

/** Reads what stands at places now. */
async function withTexts(
  { files, places }: PassageIndex,
  found: readonly { readonly place: number; readonly cosine: number }[],
): Promise<FoundPassage[]> {
  const texts = new Map<
    string,
    { readonly text: string; readonly lines: readonly number[] } | null
  >();
  const firstPlaces: number[] = [];
  let first = 0;
  for (const file of files) {
    firstPlaces.push(first);
    first += file.places;
  }
  const passages: FoundPassage[] = [];
  for (const { place, cosine } of found) {
    const file = files[firstPlaces.findLastIndex((start) => start <= place)];
    if (!file) throw new Error("A place without a file.");
    if (!texts.has(file.path)) {
      const content = await readText(file.path, MAXIMUM_FILE_BYTES);
      texts.set(
        file.path,
        "text" in content ? { text: content.text, lines: lineStarts(content.text) } : null,
      );
    }
    const info = await stat(file.path).catch(() => undefined); // gone: its text is null
    const known = texts.get(file.path);
    const [line = 1, column = 1, length = 0] = places.subarray(place * PLACE_NUMBERS);
    const start = (known?.lines[line - 1] ?? 0) + column - 1;
    passages.push({
      path: file.path,
      line,
      column,
      length,
      text: known
        ? known.text.slice(start, start + Math.min(length, LONGEST_SHOWN)).replace(/\s+/g, " ")
        : null,
      isChanged: info?.size !== file.bytes || info.mtimeMs !== file.mtimeMs,
      cosine,
    });
  }
  return passages;
}
