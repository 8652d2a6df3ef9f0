// Files of the field's tests: pairs of words with the similarity that people gave them, and questions of analogy.
import { WordfieldError } from "../../errors.ts";
import { createPacer } from "../../kernels/pacing.ts";

/** Two words and how similar people find them, on any scale. */
export interface SimilarityPair {
  readonly a: string;
  readonly b: string;
  readonly score: number;
}

/** a : b = c : d */
type AnalogyQuestion = readonly [a: string, b: string, c: string, d: string];

/** Questions of one relation. */
export interface AnalogySection {
  readonly name: string;
  readonly questions: readonly AnalogyQuestion[];
}

/** Lines between two looks at the clock: far less than a millisecond. */
const LINES_PER_STEP = 1000;
/** The field's largest test has 3,000; what sorts them takes its time at once. */
const MAXIMUM_PAIRS = 50_000;
/** Longer ones are cut in messages. */
const SHOWN_CHARACTERS = 40;

interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Without white space at both ends; not empty, no comment. */
  readonly text: string;
}

/** Tells by the first lines what a file holds: analogies have a heading with a colon, or four words that are no score. */
export function findScoreFileKind(text: string): "similarity" | "analogies" {
  for (const line of linesOf(text)) {
    if (line.text.startsWith(":")) return "analogies";
    const fields = fieldsOf(line.text);
    return fields.length === 4 && Number.isNaN(toScore(fields[2])) ? "analogies" : "similarity";
  }
  return "similarity";
}

/**
 * Parses pairs of words with a score, one a line, between tabs, spaces, commas or semicolons; columns after the score do
 * not count. A first line without a score is a heading; empty lines and those that begin with # or // are left out.
 *
 * Errors: `bad-format`, naming the line; `canceled`.
 */
export async function parseSimilarityPairs(
  text: string,
  fileName: string,
  signal?: AbortSignal,
): Promise<SimilarityPair[]> {
  const example = 'Each line needs two words and a score, as in "tiger cat 7.35".';
  const pairs: SimilarityPair[] = [];
  const pause = createPacer(signal);
  let isFirst = true;
  for (const line of linesOf(text)) {
    if (line.number % LINES_PER_STEP === 0) await pause();
    const [a, b, third] = fieldsOf(line.text);
    const score = toScore(third);
    const mayBeHeading = isFirst;
    isFirst = false;
    if (a === undefined || b === undefined || third === undefined)
      throw wrongLine(fileName, line, `"${shown(line.text)}" has too few columns. ${example}`);
    if (pairs.length === MAXIMUM_PAIRS)
      throw wrongLine(fileName, line, `more than ${MAXIMUM_PAIRS} pairs. Divide the file.`);
    if (!Number.isNaN(score)) pairs.push({ a, b, score });
    else if (!mayBeHeading)
      throw wrongLine(
        fileName,
        line,
        `the third column "${shown(third)}" is no number. ${example}`,
      );
  }
  if (pairs.length === 0)
    throw new WordfieldError("bad-format", `${fileName} has no pair of words. ${example}`);
  return pairs;
}

/**
 * Parses questions of analogy: four words a line, and a line that begins with a colon for each relation. Empty lines and
 * those that begin with # or // are left out.
 *
 * Errors: `bad-format`, naming the line; `canceled`.
 */
export async function parseAnalogies(
  text: string,
  fileName: string,
  signal?: AbortSignal,
): Promise<AnalogySection[]> {
  const example =
    'Each line needs four words, as in "Athens Greece Oslo Norway", or a colon and the name of a relation.';
  const sections: { readonly name: string; readonly questions: AnalogyQuestion[] }[] = [];
  const pause = createPacer(signal);
  for (const line of linesOf(text)) {
    if (line.number % LINES_PER_STEP === 0) await pause();
    if (line.text.startsWith(":")) {
      sections.push({ name: line.text.slice(1).trim().replace(/\s+/g, " "), questions: [] });
      continue;
    }
    const fields = fieldsOf(line.text);
    const [a, b, c, d] = fields;
    if (a === undefined || b === undefined || c === undefined || d === undefined || fields[4])
      throw wrongLine(
        fileName,
        line,
        `"${shown(line.text)}" has ${fields.length} ${fields.length === 1 ? "word" : "words"}. ${example}`,
      );
    if (sections.length === 0) sections.push({ name: "", questions: [] });
    sections.at(-1)!.questions.push([a, b, c, d]);
  }
  if (!sections.some(({ questions }) => questions.length > 0))
    throw new WordfieldError("bad-format", `${fileName} has no question. ${example}`);
  return sections;
}

function* linesOf(text: string): Generator<Line> {
  let number = 0;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end < 0 ? text.length : end).trim();
    start = end < 0 ? text.length : end + 1;
    number++;
    if (line !== "" && !line.startsWith("#") && !line.startsWith("//"))
      yield { number, text: line };
  }
}

/** Where tabs, commas or semicolons make columns, these may have spaces; else spaces divide. */
function fieldsOf(line: string): string[] {
  const cut = (separator: RegExp) =>
    line
      .split(separator)
      .map((field) => field.trim())
      .filter((field) => field !== "");
  if (line.includes("\t")) return cut(/\t/);
  return [/,/, /;/].map(cut).find((fields) => fields.length >= 3) ?? cut(/\s+/);
}

/** A finite number, else NaN. */
function toScore(field: string | undefined): number {
  const score = Number(field);
  return field === undefined || !Number.isFinite(score) ? NaN : score;
}

function wrongLine(fileName: string, { number }: Line, what: string): WordfieldError {
  return new WordfieldError("bad-format", `${fileName}, line ${number}: ${what}`);
}

function shown(text: string): string {
  const characters = [...text.slice(0, 2 * SHOWN_CHARACTERS)];
  return characters.length > SHOWN_CHARACTERS
    ? `${characters.slice(0, SHOWN_CHARACTERS).join("")}…`
    : text;
}
