// Writes segments: what is where is told in segmentLayout.ts.

import { ByteWriter } from "./bytes.ts";
import type { WordPostings } from "./filePostings.ts";
import { MARK_LENGTH } from "./lineMap.ts";
import { PagedWriter } from "./pagedFile.node.ts";
import { BLOCK_WORDS, composeNotes, composeRecord, type FileRecord } from "./segmentLayout.ts";

/** A file of a segment that is to be written. Shapes: `marks` as those of `LineMapBuilder`. */
export type NewFile = Omit<FileRecord, "marks"> & { readonly marks: readonly Uint32Array[] };

/** Writes a segment: first all words in their order, then the files. */
export class SegmentWriter {
  readonly #out: PagedWriter;
  readonly #dictionary = new ByteWriter();
  readonly #blocks: number[] = [];
  #words = 0;
  #lastWord: Uint8Array = new Uint8Array();

  /** Errors: `file-unwritable`. */
  constructor(path: string) {
    this.#out = new PagedWriter(path);
  }

  /** Adds the next word; one without an occurrence leaves no trace. Errors: `file-unwritable`. */
  addWord(word: string, { count, files, list, places }: WordPostings): void {
    if (files === 0) return;
    const dictionary = this.#dictionary;
    const utf8 = Buffer.from(word, "utf8");
    let common = 0;
    if (this.#words % BLOCK_WORDS === 0) {
      this.#blocks.push(dictionary.length);
      dictionary.varint(this.#out.length);
    } else {
      const last = this.#lastWord;
      const limit = Math.min(last.length, utf8.length);
      while (common < limit && last[common] === utf8[common]) common++;
    }
    dictionary.varint(common);
    dictionary.varint(utf8.length - common);
    dictionary.append(utf8.subarray(common));
    dictionary.varint(count);
    dictionary.varint(files);
    dictionary.varint(list.length);
    dictionary.varint(places.length);
    this.#out.append(list);
    this.#out.append(places);
    this.#lastWord = utf8;
    this.#words++;
  }

  /** Adds the files and ends the segment. Errors: `file-unwritable`. */
  finish(files: readonly NewFile[]): void {
    const out = this.#out;
    const wordsStart = out.length;
    out.append(this.#dictionary.view());
    const blocksStart = out.length;
    for (const block of this.#blocks) out.append(float64(wordsStart + block));
    const recordsStart = out.length;
    const paths = new ByteWriter();
    let marks = 0;
    let tokens = 0;
    for (const file of files) {
      const path = Buffer.from(file.path, "utf8");
      const count = file.marks.reduce((sum, part) => sum + part.length, 0) / MARK_LENGTH;
      out.append(
        composeRecord(
          { ...file, marks: { first: marks, count } },
          { start: paths.length, bytes: path.length },
        ),
      );
      paths.append(path);
      marks += count;
      tokens += file.tokens;
    }
    const pathsStart = out.length;
    out.append(paths.view());
    const marksStart = out.length;
    for (const file of files) for (const part of file.marks) out.append(littleEndian(part));
    out.finish(
      composeNotes({
        words: this.#words,
        files: files.length,
        tokens,
        ...{ wordsStart, blocksStart, recordsStart, pathsStart, marksStart },
      }),
    );
  }

  /** Removes what has been written. */
  discard(): void {
    this.#out.discard();
  }
}

function float64(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return new Uint8Array(view.buffer);
}

function littleEndian(numbers: Uint32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(numbers.byteLength));
  numbers.forEach((number, index) => view.setUint32(4 * index, number, true));
  return new Uint8Array(view.buffer);
}
