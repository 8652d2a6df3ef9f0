// Which kind of text a file holds, by its name, and by its beginning where the name says nothing.
import { CODE_EXTENSIONS, CODE_NAMES, EXTENSIONS, PLAIN_NAMES } from "./fileNames.ts";
import type { TextKind } from "./textKinds.ts";

/** How much of a file tells its kind. Units: UTF-16 units. */
export const HEAD_LENGTH = 4096;

const LOG_NAME = /(?:^|[._-])log(?:[._-]?\d+)?$|^(?:syslog|messages|dmesg)(?:\.\d+)?$/;
const LOG_LINE =
  /^(?:[[(]?\d{4}[-/.]\d{2}[-/.]\d{2}[T _]\d{2}:\d{2}|[[(]?\d{1,2}:\d{2}:\d{2}\b|[A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2}|\d{10,13}[ .]|\S+ \S+ \S+ \[\d{1,2}\/|[IWEF]\d{4} \d{2}:)/;
const SUBTITLES =
  /^(?:WEBVTT\b|\[Script Info\]|\d{1,4}\s*\n\d{1,2}:\d{2}:\d{2}[,.]\d{3} -->|\d:\d{2}:\d{2}\.\d{3},\d:\d{2}:\d{2}\.\d{3}\s*\n)/;

/** What the name of a commit's message begins with; its hash follows. */
export const COMMIT_PREFIX = "git-history:";

/** Returns the extension of a file in lower case without the dot; empty where it has none. */
export function extensionOfPath(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : "";
}

/**
 * Returns the kind of a file.
 *
 * `head` is the beginning of its text, of which `HEAD_LENGTH` is looked at if the name says nothing or little. Text of which
 * nothing is known is plain.
 */
export function kindOf(path: string, head: string): TextKind {
  const named = kindOfName(path);
  if (named === undefined) return kindOfText(head);
  return isNamedText(path) && isRestructuredText(beginningOf(head)) ? "restructuredtext" : named;
}

/** Whether a file's name says "text", as reStructuredText is named in many a project: only its beginning tells the two apart. */
export function isNamedText(path: string): boolean {
  return extensionOfPath(path) === "txt" && kindOfName(path) === "plain";
}

/** Returns the kind that a file's name tells; undefined where it tells none. */
export function kindOfName(path: string): TextKind | undefined {
  if (path.startsWith(COMMIT_PREFIX)) return "commit";
  const name = nameOf(path).toLowerCase();
  if (CODE_NAMES.has(name)) return "code";
  const extension = extensionOfPath(path);
  const kind = EXTENSIONS.get(extension);
  if (kind !== undefined) return kind;
  if (CODE_EXTENSIONS.has(extension)) return "code";
  if (LOG_NAME.test(name)) return "log";
  // "Dockerfile.dev", "LICENSE-MIT", ".bashrc"
  const stem = /^[a-z]+/.exec(name)?.[0] ?? "";
  if (stem !== name && CODE_NAMES.has(stem) && extension === name.slice(stem.length + 1))
    return "code";
  if (/^\.[\w-]+(?:rc|profile|ignore|aliases|attributes)$/.test(name) && extension === "")
    return "code";
  return PLAIN_NAMES.has(stem) && (extension === "" || name === stem) ? "plain" : undefined;
}

/** Returns the kind of a text by its beginning. */
export function kindOfText(text: string): TextKind {
  const head = beginningOf(text);
  const start = head.trimStart();
  if (start.startsWith("#!") || start.startsWith("<?php")) return "code";
  if (/^(?:<\?xml|<!doctype|<!--|<(?:html|svg|head|body|rss|feed)\b)/i.test(start)) return "html";
  if (/^[{[]/.test(start)) {
    const json = kindOfJson(start);
    if (json !== undefined) return json;
  }
  if (SUBTITLES.test(start)) return "subtitles";
  if (/\\(?:documentclass|begin\{document\})/.test(head)) return "latex";
  return kindOfLines(head, text.length > HEAD_LENGTH);
}

function beginningOf(text: string): string {
  return text
    .slice(0, HEAD_LENGTH)
    .replace(/^\ufeff/, "")
    .replaceAll("\r\n", "\n");
}

/** By a directive, or by an underlined title before a literal. */
function isRestructuredText(head: string): boolean {
  return (
    /^\.\. [\w:-]+::/m.test(head) || /^\S[^\n]*\n([=~^"*+#-])\1{3,}\n(?:\n|[^-=])[^]*``/m.test(head)
  );
}

/** Tells JSON, and one JSON value a line, by the first values; undefined for other text in brackets. */
function kindOfJson(start: string): TextKind | undefined {
  const [first = "", second = ""] = start.split("\n", 2);
  if (/^[{[]/.test(second) && isJson(first.trim())) return "jsonl";
  if (/^\[Script Info\]/.test(start)) return "subtitles";
  // The head need not be whole: a key with its colon, or the first value of an array.
  const isObject = /^\{\s*(?:"(?:[^"\\\n]|\\.){0,1000}"\s*:|\}\s*$)/.test(start);
  const isArray = /^\[\s*(?:[{["]|-?\d+(?:\.\d+)?\s*[,\]]|true\b|false\b|null\b|\]\s*$)/.test(
    start,
  );
  return isObject || isArray ? "json" : undefined;
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false; // the question was whether it parses
  }
}

function kindOfLines(head: string, isCut: boolean): TextKind {
  const lines = head.split("\n");
  if (isCut) lines.pop();
  const filled = lines.filter((line) => line.trim() !== "").slice(0, 50);
  if (filled.length === 0) return "plain";
  const share = (pattern: RegExp) =>
    filled.filter((line) => pattern.test(line)).length / filled.length;
  if (filled.length > 1 && share(LOG_LINE) >= 0.6) return "log";
  if (isTable(filled)) return "csv";
  if (isRestructuredText(head)) return "restructuredtext";
  const signs = [
    /^#{1,6} \S/m,
    /^(?:```|~~~)/m,
    /\]\((?:https?:|\.{0,2}\/|#)/,
    /^---\n[^]*?\n---\n/,
    /^[-*] \S/m,
  ];
  const found = signs.filter((sign) => sign.test(head)).length;
  return found >= 2 ? "markdown" : "plain";
}

/** Says whether all lines have the same number of tabs, at least one; commas are in prose too. */
function isTable(lines: readonly string[]): boolean {
  const counts = lines.map((line) => line.split("\t").length - 1);
  return lines.length >= 3 && counts[0]! > 0 && counts.every((count) => count === counts[0]);
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
