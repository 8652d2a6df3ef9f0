// Character references of HTML and XML: `&eacute;`, `&#233;`, `&#xE9;`.
import { decodeHTML } from "entities/decode";
import { classAt, LETTER, MARK } from "../characterClasses.ts";
import type { ProseBuilder } from "./prose.ts";

/** The longest name in HTML's table has 31 letters. */
const REFERENCE = /&(?:#[xX][\da-fA-F]{1,8}|#\d{1,8}|[a-zA-Z][a-zA-Z\d]{1,31});?/y;
const LARGEST_MEMORY = 4096;
const decoded = new Map<string, string>();

/**
 * Reads the character reference at a position, where an "&" stands.
 *
 * Characters of words, and what may end a sentence, are put for the reference; others become blank. Returns where it
 * ends; the position itself where there is none.
 */
export function readEntity(
  builder: ProseBuilder,
  source: string,
  position: number,
  limit: number,
): number {
  REFERENCE.lastIndex = position;
  const reference = REFERENCE.exec(source)?.[0];
  if (reference === undefined || position + reference.length > limit) return position;
  const text = decode(reference);
  if (text === reference) return position;
  // Without a semicolon only the beginning may be a reference: "&copy2020".
  const rest = reference.endsWith(";") ? 0 : unreadLength(reference, text);
  const end = position + reference.length - rest;
  const character = text.slice(0, text.length - rest);
  if (character === "\u00ad") builder.put("", position, end);
  else if (isText(character)) builder.put(character, position, end);
  return end;
}

function decode(reference: string): string {
  let text = decoded.get(reference);
  if (text === undefined) {
    text = decodeHTML(reference);
    if (decoded.size >= LARGEST_MEMORY) decoded.clear(); // hostile text has names without end
    decoded.set(reference, text);
  }
  return text;
}

function unreadLength(reference: string, text: string): number {
  let length = 0;
  while (
    length < text.length - 1 &&
    reference[reference.length - 1 - length] === text[text.length - 1 - length]
  )
    length++;
  return length;
}

/** Joiners are inside words; everything else that is neither of a word nor an end only separates. */
function isText(character: string): boolean {
  if ("'’.!?…\u200c\u200d".includes(character)) return true;
  for (let at = 0; at < character.length; at++)
    if (classAt(character, at) & (LETTER | MARK)) return true;
  return false;
}
