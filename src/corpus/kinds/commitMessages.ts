// Messages of commits as prose.

import { CommentWriter } from "./codeComments.ts";
import { ProseBuilder } from "./prose.ts";
import { SentenceWriter } from "./sentenceWriter.ts";
import type { ProseReader } from "./textKinds.ts";

/**
 * Reads a commit's message: its subject and each paragraph are sentences, whatever their line breaks.
 *
 * Left out are trailers (`Signed-off-by: …`), what `git svn` adds, and addresses unless they are wanted.
 */
export const readCommitMessage: ProseReader = (text, options) => {
  const builder = new ProseBuilder(text, false);
  const writer = new SentenceWriter(builder, text, options.addresses);
  const paragraphs = new CommentWriter(writer);
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    TRAILER.lastIndex = start;
    if (start === 0 || !TRAILER.test(text)) paragraphs.writePlainLine(start, end);
    start = end + 1;
  }
  return builder.finish();
};

/** `Co-authored-by: `, `Change-Id: ` */
const TRAILER =
  /(?:[A-Z][A-Za-z-]*-(?:by|By|to|Id|ID|from|for|Link|Bug)|Fixes|Closes|Refs|Resolves|See-also|Bug|Link|Cc|CC|git-svn-id):[ \t]*\S/y;
