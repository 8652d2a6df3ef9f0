// Tables in text files as prose: the cells of the columns that hold text, or of chosen ones.

import { readRecords, type Delimiter } from "./csvRecords.ts";
import { isTextColumn, looksLikeHeader } from "./csvColumns.ts";
import { ProseBuilder } from "./prose.ts";
import { SentenceWriter } from "./sentenceWriter.ts";
import type { ProseReader } from "./textKinds.ts";

/**
 * Reads comma-separated values and the like (RFC 4180): cells in double quotes may hold delimiters, line breaks, and quotes
 * written twice.
 *
 * The delimiter, one of `,` `;` tab `|`, is that which cuts the first records most evenly; tab for the extensions `tsv` and
 * `tab`. A first record that looks like names is a header, and no text. Columns are chosen by name, in any case, or by
 * number from 1; else those are read that hold text, not numbers, dates, identifiers or addresses, in the first records. A
 * cell is a sentence, and so is each of its lines.
 */
export const readCsv: ProseReader = (text, options, extension) => {
  const delimiter = extension === "tsv" || extension === "tab" ? "\t" : sniffDelimiter(text);
  const sample = sampleRecords(text, delimiter);
  const named = chooseByName(sample[0] ?? [], options.columns);
  const hasHeader = named.some((column) => column.isNamed) || looksLikeHeader(sample);
  const width = Math.max(0, ...sample.map((record) => record.length));
  const body = hasHeader ? sample.slice(1) : sample;
  const chosen = new Set<number>();
  if (options.columns.length > 0) for (const { index } of named) chosen.add(index);
  else
    for (let column = 0; column < width; column++)
      if (isTextColumn(body.map((record) => record[column] ?? ""))) chosen.add(column);

  const builder = new ProseBuilder(text, false);
  const writer = new SentenceWriter(builder, text, options.addresses);
  let isFirst = true;
  const unclosed = readRecords(text, delimiter, {
    cell: (column, start, end, isQuoted) => {
      if (!(isFirst && hasHeader) && chosen.has(column)) writeCell(writer, start, end, isQuoted);
    },
    record: () => {
      isFirst = false;
      return true;
    },
  });
  const prose = builder.finish();
  if (options.columns.length > 0 && chosen.size === 0)
    return {
      ...prose,
      warning: `no column ${list(options.columns)}: there are ${list(sample[0] ?? [])}`,
    };
  if (unclosed > 0)
    return {
      ...prose,
      warning: `the quote in line ${unclosed} is never closed; quotes from there on are plain text`,
    };
  return prose;
};

const DELIMITERS: readonly Delimiter[] = [",", ";", "\t", "|"];
const SAMPLE_RECORDS = 200;
/** Cells longer than this are sampled by their beginning. */
const SAMPLE_CELL = 200;
/** So much of the text is looked at to find the delimiter. */
const SNIFFED = 64_000;
const QUOTE = 0x22;
const NEWLINE = 0x0a;

function list(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `"${name.slice(0, 40)}"`);
  return shown.join(", ") + (names.length > shown.length ? " …" : "");
}

function writeCell(writer: SentenceWriter, start: number, end: number, isQuoted: boolean): void {
  const { source } = writer;
  let kept = start;
  for (let position = start; position < end; position++) {
    const unit = source.charCodeAt(position);
    const isTwice = isQuoted && unit === QUOTE && source.charCodeAt(position + 1) === QUOTE;
    if (unit !== NEWLINE && !(isTwice && position + 1 < end)) continue;
    if (position > kept) writer.keepText(kept, position);
    kept = position + 1;
    if (unit === NEWLINE) writer.endSentence(kept);
    else {
      kept = position + 2;
      writer.put('"', position, kept);
      position++;
    }
  }
  if (end > kept) writer.keepText(kept, end);
  writer.endSentence(end + 1);
}

function sampleRecords(text: string, delimiter: Delimiter): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  readRecords(text, delimiter, {
    cell: (_column, start, end) => {
      record.push(text.slice(start, Math.min(end, start + SAMPLE_CELL)).trim());
    },
    record: () => {
      if (record.length > 1 || record[0] !== "") records.push(record);
      record = [];
      return records.length < SAMPLE_RECORDS;
    },
  });
  return records;
}

function sniffDelimiter(text: string): Delimiter {
  const beginning = text.slice(0, SNIFFED);
  let best: Delimiter = ",";
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const records = sampleRecords(beginning, delimiter);
    if (beginning.length < text.length) records.pop(); // cut through
    const score = evenness(records);
    if (score > bestScore) {
      bestScore = score;
      best = delimiter;
    }
  }
  return best;
}

/** The share of records with the most usual number of cells, and a little more for many cells; 0 for a single column. */
function evenness(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  let width = 1;
  for (const [length, count] of counts) if (count > (counts.get(width) ?? 0)) width = length;
  if (width < 2) return 0;
  return counts.get(width)! / records.length + Math.min(width, 50) / 1000;
}

interface ChosenColumn {
  readonly index: number;
  /** By its name, so the first record is a header. */
  readonly isNamed: boolean;
}

function chooseByName(
  first: readonly string[],
  columns: readonly string[],
): readonly ChosenColumn[] {
  const names = first.map((name) => name.toLowerCase());
  const chosen: ChosenColumn[] = [];
  for (const column of columns) {
    const wanted = column.trim().toLowerCase();
    const named = names.indexOf(wanted);
    if (named >= 0) chosen.push({ index: named, isNamed: true });
    else if (/^[1-9]\d{0,4}$/.test(wanted) && Number(wanted) <= first.length)
      chosen.push({ index: Number(wanted) - 1, isNamed: false });
  }
  return chosen;
}
