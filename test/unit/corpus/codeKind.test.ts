import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readCode, readCodeFile } from "../../../src/corpus/kinds/code.ts";
import { ProseBuilder } from "../../../src/corpus/kinds/prose.ts";
import { DEFAULT_PROSE_OPTIONS, type ProseOptions } from "../../../src/corpus/kinds/textKinds.ts";
import { checkGolden, checkSurfaces, sentencesOf } from "../../support/proseTokens.ts";

const FIXTURES = new URL("../../fixtures/corpus/code/", import.meta.url);

function only(...parts: readonly (keyof ProseOptions["code"])[]): ProseOptions {
  const code = { identifiers: false, comments: false, strings: false };
  for (const part of parts) code[part] = true;
  return { ...DEFAULT_PROSE_OPTIONS, code };
}

/** The words of each sentence of a piece of code. */
function read(source: string, extension: string, options = DEFAULT_PROSE_OPTIONS): string[] {
  return sentencesOf(source, readCodeFile(source, options, extension));
}

describe("source code in a dozen languages", () => {
  // The extension stands behind the first dot: tools of this project take a .ts file for its source.
  const files = readdirSync(FIXTURES).filter((file) => !file.endsWith(".tokens"));

  it.each(files)("gives the reviewed words at their places: %s", (file) => {
    const source = readFileSync(new URL(file, FIXTURES), "utf8");
    const prose = readCodeFile(source, DEFAULT_PROSE_OPTIONS, file.split(".")[1]!);
    expect(prose.warning).toBeUndefined();
    checkGolden(source, prose, new URL(`${file}.tokens`, FIXTURES));
    expect(checkSurfaces(source, prose)).toBeGreaterThan(5);
  });
});

describe("the words of code", () => {
  it("has each name as a whole and then its parts", () => {
    expect(read("parseHTTPHeaders(rawBytes, MAX_SIZE)", "ts")).toEqual([
      "parsehttpheaders parse http headers rawbytes raw bytes max_size max size",
    ]);
  });

  it("leaves out keywords, single letters and numbers, but no property that is named like a keyword", () => {
    expect(
      read("for (const i of rows) total += i * 0x1f + 3.5e-7; cache.delete(key)", "js"),
    ).toEqual(["rows total", "cache delete key"]);
    expect(read("SELECT Name FROM Users WHERE id = 1", "sql")).toEqual(["name users id"]);
  });

  it("takes a statement over several lines as one sentence, as long as a parenthesis is open", () => {
    expect(read("send(\n  message,\n  receiver\n)\nclose(socket)", "py")).toEqual([
      "send message receiver",
      "close socket",
    ]);
    expect(read("connect(() => {\n  first()\n  second()\n}, options)", "ts")).toEqual([
      "connect",
      "first",
      "second",
      "options",
    ]);
  });

  it("does not glue the rest of a file together behind a parenthesis that is never closed", () => {
    expect(read("open((first\n\nsecond\nthird", "c")).toEqual(["open first", "second", "third"]);
  });

  it("reads only what is wanted", () => {
    const source = "// a comment\nconst userName = 'a string'; /* another */";
    expect(read(source, "ts", only("comments"))).toEqual(["a comment", "another"]);
    expect(read(source, "ts", only("strings"))).toEqual(["a string"]);
    expect(read(source, "ts", only("identifiers"))).toEqual(["username user name"]);
    expect(read(source, "ts", only())).toEqual([]);
    expect(
      read('def f():\n    """Says why."""\n    x = """text"""', "py", only("comments")),
    ).toEqual(["says why"]);
  });

  it("keeps apart paragraphs, list items and doc tags of a comment, and joins its lines", () => {
    const source =
      "/**\n * First line\n * goes on.\n *\n * - one\n * - two\n * @throws {RangeError} if large\n */";
    expect(read(source, "java")).toEqual(["first line goes on", "one", "two", "if large"]);
    expect(read("// one\n// two\n//\n// three\ncall() // four", "go")).toEqual([
      "one two",
      "three",
      "call",
      "four",
    ]);
  });

  it("leaves out what comments say to tools, tags of HTML and links, but not type parameters", () => {
    expect(read("# noqa: E501\n# pylint: disable=all\n# real words", "py")).toEqual(["real words"]);
    expect(
      read("//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozLCJ9", "js"),
    ).toEqual([]);
    expect(read("/// <summary>Holds a List<String> of {@link Foo}.</summary>", "cs")).toEqual([
      "holds a list string of foo",
    ]);
    expect(
      read("// see https://example.com/a?b=c, www.example.org and me@example.com now", "c"),
    ).toEqual(["see and now"]);
    const kept = { ...DEFAULT_PROSE_OPTIONS, addresses: true };
    expect(read("// at example.com/a: me@example.com", "c", kept)).toEqual([
      "at example com a me example com",
    ]);
  });

  it("decodes escapes in strings and leads back to them", () => {
    const source = String.raw`say("na\u00efve\tdon\'t \x1b[31mred\x1b[0m \u{1F600} 100%s %5.2f")`;
    const prose = readCodeFile(source, DEFAULT_PROSE_OPTIONS, "js");
    expect(sentencesOf(source, prose)).toEqual(["say naïve don't red 100"]);
    expect(prose.text).toContain("😀");
  });

  it("tells regular expressions from divisions, and characters from lifetimes", () => {
    expect(read("x = count / total / 2; return /it's \"quoted/gi.test(text)", "js")).toEqual([
      "count total",
      "test text",
    ]);
    expect(read("fn longest<'a>(first: &'a str) { let quote = '\\''; done(first) }", "rs")).toEqual(
      ["longest first quote", "done first"],
    );
  });

  it("goes on with a template behind the code in it, at any depth", () => {
    expect(read("log(`one ${first(`two ${second} three`)} four`, five)", "ts")).toEqual([
      "log one first two second three four five",
    ]);
  });

  it("reads an unknown language as most are written", () => {
    expect(read("# comment\nsetUp 'it' // it's\n", "unheard-of")).toEqual([
      "comment",
      "setup set up it",
      "it's",
    ]);
  });

  it("takes a .m file for Objective-C where it has its directives, else for MATLAB", () => {
    expect(read('#import <A.h>\n@"text" // words', "m")).toContain("words");
    expect(read("total = values' * 2; % words, don't", "m")).toEqual([
      "total values",
      "words don't",
    ]);
  });

  it("reads a stretch of another text and nothing around it", () => {
    const source = "before ```js\nlet userId /* open\n``` after */";
    const builder = new ProseBuilder(source);
    builder.keep(0, 6);
    builder.breakSentence(12);
    readCode(builder, source, 13, 31, "js", DEFAULT_PROSE_OPTIONS.code);
    builder.breakSentence(35);
    builder.keep(36, 41);
    const prose = builder.finish();
    expect(sentencesOf(source, prose)).toEqual(["before", "userid user id", "open", "after"]);
    checkSurfaces(source, prose);
  });

  it("leaves out minified files with a warning, but no file with a long line of text or data", () => {
    const minified = `/*! license */\n${"a.b(c,function(d){return d});".repeat(400)}`;
    const { text, warning } = readCodeFile(minified, DEFAULT_PROSE_OPTIONS, "js");
    expect(text.trim()).toBe("");
    expect(warning).toBe(
      "minified: line 2 is over 5000 characters long and has next to no white space",
    );
    const longLine = `const words = "${"many words here ".repeat(500)}";`;
    expect(readCodeFile(longLine, DEFAULT_PROSE_OPTIONS, "js").warning).toBeUndefined();
  });

  it("leaves out hashes, UUIDs and base64, but no long names and paths", () => {
    expect(
      read(
        "f('d41d8cd98f00b204e9800998ecf8427e', '550e8400-e29b-41d4-a716-446655440000', 'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4')",
        "js",
      ),
    ).toEqual([]);
    expect(read("load('usr/share/locale2/translations/messages')", "js")).toEqual([
      "load usr share locale2 translations messages",
    ]);
  });
});
