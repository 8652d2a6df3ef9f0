import { describe, expect, it } from "vitest";
import { blankAddresses } from "../../../../src/corpus/kinds/addresses.ts";
import { readAsciiDoc } from "../../../../src/corpus/kinds/asciiDoc.ts";
import { readHtml } from "../../../../src/corpus/kinds/html.ts";
import { kindOf } from "../../../../src/corpus/kinds/kindOf.ts";
import { readLatex } from "../../../../src/corpus/kinds/latex.ts";
import { readLog } from "../../../../src/corpus/kinds/log.ts";
import { readMarkdown } from "../../../../src/corpus/kinds/markdown.ts";
import { readPlainText } from "../../../../src/corpus/kinds/plainText.ts";
import { readRestructuredText } from "../../../../src/corpus/kinds/restructuredText.ts";
import { endSentences } from "../../../../src/corpus/kinds/sentences.ts";
import { readSubtitles } from "../../../../src/corpus/kinds/subtitles.ts";
import { DEFAULT_PROSE_OPTIONS } from "../../../../src/corpus/kinds/textKinds.ts";
import { amended } from "./amended.ts";

const LENGTH = 5_000_000;
const SUSPECT_LENGTH = 2_000_000;
const SHORT_LENGTH = 20_000;
/** CPU time, as other programs run beside the tests. A quadratic reader needs hours. */
const LIMIT_MS = 4000;

const SIGNS = [..."[*<`$\\"];
const UNITS = [
  ..."[]()<>{}*_`~$\\&#|!\"'.:;@=+-/%^",
  "[a](", "![", "](<", "[[", "[^", "[a]: ", '](a "', "<a ", "<a b='", '<a b="', "<a b=\"<a b='", "<!--", "<![CDATA[", "<!doctype [",
  "<code>", "<script>", "<a {", "{{", "{%", "&#", "&amp", "$a ", "$$", "`a``b", "`//a`", "/*a*/", "`/*a*/`", "``` ", "**a ", "\\a[", "\\a{", "\\a[{", "\\a[{]}",
  "\\cite{", "\\verb|", "\\begin{a}", "\\begin{verbatim}", "\\[", "\\(", "\\'", "``a", ":a:`", "`a <", ".. a", "|a", "a::b ",
  "link:a[", "<<a", "((( ", "{a", "a@", "a.", "a:", "http://", "(http://a(", "data:", "www.", "a1", "aA1", "0:00:00.0 --> ",
  "- ", "> ", "1. ", "- - x", "::: ", "''", "“", "。", "é", "日", "\ud83d\ude00", "\ud83d", "\u00ad",
]; // prettier-ignore
const LINES = ["", "\n", "\r", "\r\n", "\n\n"];
const READERS = {
  markdown: (text: string) => readMarkdown(text, DEFAULT_PROSE_OPTIONS, "md"),
  mdx: (text: string) => readMarkdown(text, DEFAULT_PROSE_OPTIONS, "mdx"),
  html: (text: string) => readHtml(text, DEFAULT_PROSE_OPTIONS, "html"),
  xml: (text: string) => readHtml(text, DEFAULT_PROSE_OPTIONS, "xml"),
  latex: (text: string) => readLatex(text, DEFAULT_PROSE_OPTIONS, "tex"),
  restructuredtext: (text: string) => readRestructuredText(text, DEFAULT_PROSE_OPTIONS, "rst"),
  asciidoc: (text: string) => readAsciiDoc(text, DEFAULT_PROSE_OPTIONS, "adoc"),
  log: (text: string) => readLog(text, DEFAULT_PROSE_OPTIONS, "log"),
  subtitles: (text: string) => readSubtitles(text, DEFAULT_PROSE_OPTIONS, "vtt"),
  plain: (text: string) => readPlainText(text, DEFAULT_PROSE_OPTIONS, "txt"),
  "ends of sentences": (text: string) => amended(text, endSentences),
  addresses: (text: string) => amended(text, blankAddresses),
  "kind of file": (text: string) => kindOf("unknown", text),
};

/** Returns the milliseconds of CPU time that reading takes. */
function timeOf(read: (text: string) => unknown, text: string): number {
  const before = process.cpuUsage();
  read(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe.each(Object.entries(READERS))("hostile text in %s", (_, read) => {
  it("takes time in proportion to its length", { timeout: 300_000 }, () => {
    const times: { unit: string; time: number }[] = [];
    for (const sign of UNITS)
      for (const line of LINES) {
        const unit = sign + line;
        const time = timeOf(read, unit.repeat(Math.ceil(SHORT_LENGTH / unit.length)));
        times.push({ unit, time });
      }
    const signs = SIGNS.map((sign) => sign.repeat(LENGTH / SIGNS.length)).join("\n\n");
    expect(timeOf(read, signs)).toBeLessThan(LIMIT_MS);
    // What is quadratic is among the slowest of short texts.
    for (const { unit } of times.sort((a, b) => b.time - a.time).slice(0, 2)) {
      const time = timeOf(read, unit.repeat(SUSPECT_LENGTH / unit.length));
      expect(time, JSON.stringify(unit)).toBeLessThan(LIMIT_MS);
    }
  });

  it("reads random mixtures of markup to their end", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return (seed >> 8) % below;
    };
    for (let round = 0; round < 150; round++) {
      let text = "";
      while (text.length < 400)
        text +=
          UNITS[random(UNITS.length)]! +
          (random(6) === 0 ? LINES[random(5)]! : " word"[random(5)]!);
      const result = read(text);
      if (typeof result === "object" && result.pieces.length === 0)
        expect(result.text).toHaveLength(text.length);
    }
  });
});
