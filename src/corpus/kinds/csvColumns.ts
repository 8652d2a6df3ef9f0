// What the columns of a table hold, told from some of their cells.

/**
 * Tells whether a column holds text: more than half of its cells that are not empty have words, and are no numbers, dates,
 * truth values, identifiers, paths or addresses.
 */
export function isTextColumn(cells: readonly string[]): boolean {
  let filled = 0;
  let texts = 0;
  for (const cell of cells) {
    if (cell === "" || MISSING.test(cell)) continue;
    filled++;
    if (isText(cell)) texts++;
  }
  return texts * 2 > filled;
}

/**
 * Tells whether the first record names the columns: its cells are short words, all different, none of them is a number, and
 * they are not found again below in their columns. In a table of numbers and dates that is enough; where all is text, names
 * must also be shorter than the cells below.
 */
export function looksLikeHeader(records: readonly (readonly string[])[]): boolean {
  const [first, ...others] = records;
  if (!first || others.length === 0) return false;
  const names = first.filter((name) => name !== "");
  if (names.length === 0 || names.length * 2 < first.length) return false;
  if (names.some((name) => name.length > LONGEST_NAME || !isText(name))) return false;
  if (new Set(names).size < names.length) return false;
  let filled = 0;
  let votes = 0;
  first.forEach((name, column) => {
    const cells = others.map((record) => record[column] ?? "").filter((cell) => cell !== "");
    if (cells.length === 0) return;
    filled++;
    if (cells.includes(name)) votes--;
    else if (!isTextColumn(cells)) votes++;
    else if (meanLength(cells) > 1.5 * name.length || NAME.test(name)) votes++;
  });
  return filled > 0 && votes * 2 > filled;
}

const LONGEST_NAME = 60;
/** How programs write names of columns. */
const NAME =
  /^[a-z][a-z0-9]*(?:[_A-Z][a-z0-9]*)+$|^(?:id|name|title|text|body|label|content|description|comment|message|author|category|review|sentence|question|answer|summary)s?$/i;
const MISSING = /^(?:n\/?a|nan|null|none|nil|-+|\?)$/i;
const NUMBER = /^[-+]?[$€£¥]? ?\d[\d.,' ]*(?:[eE][-+]?\d+)?\s*(?:%|[$€£¥]|[a-zA-Z]{1,3})?$/;
const DATE =
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}.*)?$|^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?$|^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:\d{1,2} )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? \d{1,4}(?:,? \d{2,4})?(?:[ ,].{0,20})?$/i;
const TRUTH = /^(?:true|false|yes|no|y|n|t|f)$/i;
const ADDRESS =
  /^(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S+$|^[^\s@]+@[^\s@]+\.[^\s@]+$|^(?:[a-z]:)?[\\/]\S+$/i;

function isText(cell: string): boolean {
  if (!/\p{L}/u.test(cell)) return false;
  for (const other of [NUMBER, DATE, TRUTH, ADDRESS]) if (other.test(cell)) return false;
  // `A-1234`, `cus_9s6XKz`, UUIDs: digits and letters without a space.
  return (
    /\s/.test(cell) ||
    !/\d/.test(cell) ||
    /^\p{L}{3,}[\d.,:;!?)]*$/u.test(cell) ||
    UNSPACED.test(cell)
  );
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function meanLength(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.length, 0) / cells.length;
}
