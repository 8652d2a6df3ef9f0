/** How text looks on a terminal: width of characters, color, columns. */
import { styleText } from "node:util";

/** What the receiving end of our lines can show. */
export interface Style {
  /** Columns that a line may take. */
  readonly columns: number;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

const MAXIMUM_COLUMNS = 100; // longer lines read badly
const MINIMUM_COLUMNS = 40;

/** Makes the style of a stream: plain text unless it is a terminal and NO_COLOR is unset. */
export function styleFor(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  const colored =
    stream.isTTY === true && !environment["NO_COLOR"] && environment["TERM"] !== "dumb";
  // The stream has been looked at here; Node's own check would look at process.stdout.
  const styled = (format: "bold" | "dim") => (text: string) =>
    colored ? styleText(format, text, { validateStream: false }) : text;
  return {
    columns: Math.max(MINIMUM_COLUMNS, Math.min(stream.columns ?? 80, MAXIMUM_COLUMNS)),
    bold: styled("bold"),
    dim: styled("dim"),
  };
}

const ESCAPE_SEQUENCE = new RegExp("\\u001b\\[[0-9;]*m", "g"); // only what `bold` and `dim` write
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\u{1160}-\u{11ff}]$/u;
// Blocks of East Asian Wide and Fullwidth characters (Unicode Standard Annex #11), and emoji that are drawn as pictures.
const DOUBLE_WIDTH =
  /^(?:[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{a960}-\u{a97f}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe10}-\u{fe19}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u;
const PICTURE_SELECTOR = "\ufe0f"; // turns the character before it into a picture
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Counts the terminal cells that a text takes; color sequences take none. */
export function displayWidth(text: string): number {
  const plain = text.replace(ESCAPE_SEQUENCE, "");
  if (/^[\u0020-\u007e]*$/.test(plain)) return plain.length;
  let cells = 0;
  for (const { segment } of graphemes.segment(plain)) {
    const characters = [...segment].filter((character) => !ZERO_WIDTH.test(character));
    if (segment.includes(PICTURE_SELECTOR) || DOUBLE_WIDTH.test(segment)) cells += 2;
    else cells += Math.min(characters.length, 1);
  }
  return cells;
}

/** Fills a text with spaces up to a number of cells. */
export function pad(text: string, cells: number, side: "left" | "right" = "right"): string {
  const filling = " ".repeat(Math.max(0, cells - displayWidth(text)));
  return side === "left" ? filling + text : text + filling;
}

/** Replaces control and direction characters, which could steer the terminal, by a visible sign. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** Breaks a text between words into lines of at most so many cells. */
export function wrap(text: string, cells: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > cells) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines;
}
