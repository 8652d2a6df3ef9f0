// Code inside of prose: what Markdown, reStructuredText, AsciiDoc, LaTeX and HTML hold in blocks and spans.
import { findCodeSyntax } from "./codeLanguages.ts";
import { CodeScanner } from "./codeScanner.ts";
import type { ProseBuilder } from "./prose.ts";
import { SentenceWriter } from "./sentenceWriter.ts";
import type { ProseOptions } from "./textKinds.ts";

/** Of each builder, by language: a scanner takes longer to make than a word or two of code in a sentence to read. */
const scannersOf = new WeakMap<ProseBuilder, Map<string, CodeScanner>>();

/**
 * Reads the code from `start` to `end` of the source of a builder, always with the same options.
 *
 * `language` is what the markup calls it ("python", "c++", "js"), in any case; empty where it says nothing.
 */
export function readEmbeddedCode(
  builder: ProseBuilder,
  source: string,
  start: number,
  end: number,
  language: string,
  options: ProseOptions["code"],
): void {
  let scanners = scannersOf.get(builder);
  if (!scanners) scannersOf.set(builder, (scanners = new Map<string, CodeScanner>()));
  let scanner = scanners.get(language);
  if (!scanner) {
    scanner = new CodeScanner(source, findCodeSyntax(extensionOf(language), source), options);
    scanners.set(language, scanner);
  }
  scanner.read(new SentenceWriter(builder, source, false), start, end);
}

/** Returns the extension of files in a language, or the name itself, which nearly always is one. */
function extensionOf(language: string): string {
  const name = language.toLowerCase();
  return EXTENSIONS.get(name) ?? name;
}

const EXTENSIONS: ReadonlyMap<string, string> = new Map(
  (
    "javascript js, node js, ecmascript js, typescript ts, python py, python3 py, py3 py, pycon py, ipython py, ipython3 py, " +
    "ruby rb, rust rs, golang go, kotlin kt, csharp cs, c# cs, fsharp fs, f# fs, c++ cpp, objective-c m, objectivec m, " +
    "bash sh, shell sh, console sh, shell-session sh, shellsession sh, sh-session sh, zsh sh, powershell ps1, perl pl, " +
    "haskell hs, erlang erl, elixir ex, clojure clj, ocaml ml, julia jl, matlab m, fortran f90, pascal pas, " +
    "markdown md, yml yaml, dockerfile dockerfile, makefile makefile, make makefile, latex tex, vue html, svelte html, " +
    "postgresql sql, mysql sql, plpgsql sql, assembly asm, nasm asm, visualbasic vb, vbnet vb, coffeescript coffee"
  )
    .split(", ")
    .map((pair) => pair.split(" ") as [string, string]),
);
