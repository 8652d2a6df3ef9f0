// The targets of Markdown's links, and definitions of targets.
import { findLineEnd, skipBlanks, trimEnd } from "./lines.ts";
import type { Lookahead } from "./lookahead.ts";

/** CommonMark allows no more parentheses in one another. */
const DEEPEST_PARENTHESES = 32;
const LABEL = /\[(?:[^[\]\\\n]|\\.){1,999}\]:/y;

/** Returns the place behind the target in parentheses that begins at `start`; -1 where it is none. */
export function findLinkEnd(
  source: string,
  start: number,
  limit: number,
  ahead: Lookahead,
): number {
  let at = skipSpace(source, start + 1, limit);
  at = findTargetEnd(source, at, limit, ahead);
  if (at < 0) return -1;
  const afterTarget = at;
  at = skipSpace(source, at, limit);
  if (at > afterTarget && at < limit && source.charCodeAt(at) !== 0x29) {
    at = findTitleEnd(source, at, limit, ahead);
    if (at < 0) return -1;
    at = skipSpace(source, at, limit);
  }
  return at < limit && source.charCodeAt(at) === 0x29 ? at + 1 : -1;
}

/**
 * Returns the end of the definition `[label]: target "title"` that begins at `start`, without its line's end; -1 where
 * there is none. The title may stand on the next line.
 */
export function findDefinitionEnd(source: string, start: number, ahead: Lookahead): number {
  LABEL.lastIndex = start;
  if (source.charCodeAt(start) !== 0x5b || !LABEL.test(source)) return -1;
  const lineEnd = findLineEnd(source, start);
  const end = trimEnd(source, start, lineEnd);
  const target = skipBlanks(source, LABEL.lastIndex, end);
  if (target === end) return -1;
  const targetEnd = findTargetEnd(source, target, end, ahead);
  if (targetEnd < 0) return -1;
  const title = skipBlanks(source, targetEnd, end);
  if (title < end)
    return title > targetEnd && findTitleEnd(source, title, end, ahead) === end ? end : -1;
  const nextEnd = findLineEnd(source, lineEnd + 1);
  const nextTitle = skipBlanks(source, lineEnd + 1, nextEnd);
  const next = trimEnd(source, nextTitle, nextEnd);
  return next > nextTitle && findTitleEnd(source, nextTitle, next, ahead) === next ? next : end;
}

function findTargetEnd(source: string, start: number, limit: number, ahead: Lookahead): number {
  if (source.charCodeAt(start) === 0x3c) {
    const end = ahead.next(">", start + 1);
    return end < limit && end < ahead.next("\n", start) ? end + 1 : -1;
  }
  let open = 0;
  let at = start;
  for (; at < limit; at++) {
    const unit = source.charCodeAt(at);
    if (unit <= 0x20) break;
    if (unit === 0x5c) at++;
    else if (unit === 0x28) {
      if (++open > DEEPEST_PARENTHESES) return -1;
    } else if (unit === 0x29 && --open < 0) break;
  }
  return open > 0 ? -1 : Math.min(at, limit);
}

function findTitleEnd(source: string, start: number, limit: number, ahead: Lookahead): number {
  const open = source[start]!;
  const close = open === "(" ? ")" : open;
  if (close !== '"' && close !== "'" && close !== ")") return -1;
  let end = ahead.next(close, start + 1);
  while (end < limit && source.charCodeAt(end - 1) === 0x5c) end = ahead.next(close, end + 1);
  return end < limit ? end + 1 : -1;
}

function skipSpace(source: string, start: number, limit: number): number {
  let at = start;
  while (at < limit && source.charCodeAt(at) <= 0x20) at++;
  return at;
}
