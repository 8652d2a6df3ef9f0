// A file or document on its way into a corpus: as bytes where that will do, or as the prose of its kind.

import { createHash } from "node:crypto";
import { HEAD_LENGTH, isNamedText, kindOf, kindOfName } from "./kinds/kindOf.ts";
import { readProse } from "./kinds/readProse.ts";
import type { TextKind } from "./kinds/textKinds.ts";
import { readUtf8, type ReadContent } from "./readText.node.ts";
import type { LineBreaks } from "./sentences.ts";
import type { TokenizerOptions } from "./tokenizerOptions.ts";

/** A file of a corpus, or a text that stands for one. */
export interface Source {
  readonly path: string;
  readonly bytes: number;
  /** Undefined where the file is to be read. */
  readonly text: string | undefined;
}

/** When a file was changed last, null for a text without a file, and the SHA-256 of what was read. */
interface SourceStamp {
  readonly mtimeMs: number | null;
  readonly hash: Uint8Array;
}

/** What is to be counted of a source. */
export type SourceContent =
  Extract<ReadContent, { utf8: Uint8Array } | { isLong: true } | { reason: string }> | CountedText;

/** A text that is counted as it is here: a prose, or plain text. */
interface CountedText {
  readonly text: string;
  readonly lineBreaks: LineBreaks;
  readonly kind: TextKind;
  /** What could not be read of it: a clause for the user. */
  readonly warning?: string;
  readonly bytes: number;
  readonly stamp: SourceStamp;
}

/** Longer files are read as plain text, in parts. Units: bytes. */
const LONGEST_OF_A_KIND = 2 ** 28;

/** Reads a source; by its kind where the tokenizer drops markup. */
export async function readSource(
  { path, bytes, text }: Source,
  maximumBytes: number,
  tokenizer: TokenizerOptions,
): Promise<SourceContent> {
  if (text !== undefined) {
    const hash = new Uint8Array(createHash("sha256").update(text).digest());
    return toCounted(path, { text, bytes, stamp: { mtimeMs: null, hash } }, tokenizer);
  }
  const kind = tokenizer.markup === "drop" ? kindOfName(path) : "plain";
  // A file whose name tells nothing may be of any kind.
  const longest = kind === "plain" ? undefined : LONGEST_OF_A_KIND;
  const content = await readUtf8(path, maximumBytes, longest);
  if ("text" in content) return toCounted(path, content, tokenizer);
  if (!("utf8" in content) || tokenizer.markup === "keep") return content;
  if (kind === "plain" && !isNamedText(path)) return content;
  if (isPlain(path, content.utf8)) return content;
  const whole = new TextDecoder("utf-8", { ignoreBOM: true }).decode(content.utf8);
  return toCounted(path, { ...content, text: whole }, tokenizer);
}

function isPlain(path: string, utf8: Uint8Array): boolean {
  return kindOf(path, headOf(utf8)) === "plain";
}

/** The beginning of a text, as far as its kind depends on it; a character more is no harm. */
function headOf(utf8: Uint8Array): string {
  return new TextDecoder().decode(utf8.subarray(0, 4 * HEAD_LENGTH));
}

function toCounted(
  path: string,
  { text, bytes, stamp }: { text: string; bytes: number; stamp: SourceStamp },
  tokenizer: TokenizerOptions,
): CountedText {
  const prose = readProse(path, text, tokenizer);
  if (!prose) return { text, lineBreaks: "soft", kind: "plain", bytes, stamp };
  return {
    text: prose.text,
    lineBreaks: "hard",
    kind: prose.kind,
    ...(prose.warning === undefined ? {} : { warning: prose.warning }),
    bytes,
    stamp,
  };
}
