// Jupyter notebooks as prose: text and code of the cells, without outputs and metadata.

import { readCode } from "./code.ts";
import { decodeJsonStrings, ProseJoiner } from "./decodedText.ts";
import { lineNumberAt, scanJson, type JsonVisitor } from "./jsonScanner.ts";
import { ProseBuilder, type Prose } from "./prose.ts";
import type { ProseOptions, ProseReader } from "./textKinds.ts";

/**
 * Makes the reader of notebooks (nbformat 3 and 4).
 *
 * `markdown` reads Markdown cells; code cells are read as code of the notebook's language, or of that which a first line
 * such as `%%bash` names; raw cells are left out. Positions are those in the file, so what its JSON escapes leads back to
 * the escape. A file that is no JSON to its end gives the cells before, with a warning.
 */
export function createNotebookReader(markdown: ProseReader): ProseReader {
  return (text, options) => {
    const cells = new CellFinder(text);
    const error = scanJson(text, 0, text.length, cells);
    const joiner = new ProseJoiner();
    for (const { type, ranges } of cells.found) {
      const decoded = decodeJsonStrings(text, ranges);
      if (type === "markdown" || type === "heading")
        joiner.append(markdown(decoded.text, options, "md"), decoded);
      else if (type === "code")
        joiner.append(readCell(decoded.text, cells.language, options), decoded);
    }
    const prose = joiner.finish();
    if (error >= 0)
      return { ...prose, warning: `no notebook: line ${lineNumberAt(text, error)} is no JSON` };
    if (!cells.hasCells) return { ...prose, warning: "no notebook: it has no cells" };
    return prose;
  };
}

function readCell(text: string, language: string, options: ProseOptions): Prose {
  const builder = new ProseBuilder(text, false);
  const magic = /^%%([a-z]+)[^\n]*\n?/.exec(text);
  const isCode = magic === null || MAGIC_LANGUAGES.has(magic[1]!);
  if (isCode)
    readCode(
      builder,
      text,
      magic === null ? 0 : magic[0].length,
      text.length,
      magic === null || KEEPS_LANGUAGE.has(magic[1]!) ? language : magic[1]!,
      options.code,
      options.addresses,
    );
  return builder.finish();
}

/** Cell magics that run the cell's language. */
const KEEPS_LANGUAGE = new Set(["time", "timeit", "capture", "prun", "python", "python3"]);
const MAGIC_LANGUAGES = new Set([
  ...KEEPS_LANGUAGE,
  "bash",
  "sh",
  "javascript",
  "js",
  "perl",
  "ruby",
  "sql",
  "r",
  "cython",
]);

interface Cell {
  type: string;
  /** Beginning and end of each string of the source. */
  readonly ranges: number[];
}

/** Deeper, nothing is looked for. */
const DEEPEST = 8;

/** Finds the cells and the language; keeps the keys that lead to where the scan is. */
class CellFinder implements JsonVisitor {
  readonly found: Cell[] = [];
  hasCells = false;
  readonly #source: string;
  /** The key of the value at hand in each open container; "" in arrays. */
  readonly #keys: string[] = [];
  #depth = 0;
  #cell: Cell | undefined;
  /** How deep the present cell is. */
  #cellDepth = 0;
  #language = "";
  #kernelLanguage = "";

  constructor(source: string) {
    this.#source = source;
  }

  /** As `language_info` names it, or else the kernel. */
  get language(): string {
    return this.#language || this.#kernelLanguage || "python";
  }

  key(start: number, end: number): void {
    if (this.#depth > DEEPEST) return;
    this.#keys[this.#depth - 1] = this.#source.slice(start, Math.min(end, start + 40));
  }

  string(start: number, end: number): void {
    if (this.#depth > DEEPEST) return;
    if (this.#cell) this.#readCellString(start, end);
    else if (this.#keys[0] === "metadata") {
      const path = this.#keys.slice(0, this.#depth).join(".");
      if (path === "metadata.language_info.name") this.#language = this.#source.slice(start, end);
      if (path === "metadata.kernelspec.language")
        this.#kernelLanguage = this.#source.slice(start, end);
    }
  }

  open(isArray: boolean): void {
    this.#depth++;
    if (this.#depth > DEEPEST) return;
    this.#keys[this.#depth - 1] = "";
    const keys = this.#keys;
    const isRoot = keys[0] === "cells" && this.#depth === 3;
    // nbformat 3: worksheets[].cells[]
    const isInSheet = keys[0] === "worksheets" && keys[2] === "cells" && this.#depth === 5;
    if (
      isArray &&
      ((keys[0] === "cells" && this.#depth === 2) || (keys[2] === "cells" && this.#depth === 4))
    )
      this.hasCells = true;
    if (!isArray && (isRoot || isInSheet)) {
      this.#cell = { type: "", ranges: [] };
      this.#cellDepth = this.#depth;
      this.found.push(this.#cell);
    }
  }

  close(): void {
    if (this.#cell && this.#depth === this.#cellDepth) this.#cell = undefined;
    this.#depth--;
  }

  #readCellString(start: number, end: number): void {
    const key = this.#keys[this.#cellDepth - 1];
    const below = this.#depth - this.#cellDepth;
    if (key === "cell_type" && below === 0) this.#cell!.type = this.#source.slice(start, end);
    else if ((key === "source" || key === "input") && below <= 1)
      this.#cell!.ranges.push(start, end);
  }
}
