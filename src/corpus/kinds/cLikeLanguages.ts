// The comments and strings of C and its relatives.

import {
  DOUBLE,
  SINGLE,
  DOUBLE_LINES,
  TRIPLE_DOUBLE,
  TRIPLE_SINGLE,
  CAREFUL_SINGLE,
  CHARACTER,
  RAW_BACKTICK,
  HASH,
  C_COMMENTS,
  NESTED_C_COMMENTS,
  prefixes,
  type CodeLanguage,
} from "./codeRules.ts";
import {
  block,
  delimitedRaw,
  hashQuoted,
  hereDocument,
  line,
  pattern,
  quoted,
  regularExpression,
} from "./codeSyntax.ts";
import * as keywords from "./keywords.ts";

/** Languages whose comments are those of C. */
export const C_LIKE_LANGUAGES: readonly CodeLanguage[] = [
  ["c h", [...C_COMMENTS, DOUBLE, CHARACTER], keywords.C, prefixes("l u u8")],
  [
    "cpp c++ cc cxx hpp hh hxx h++ ino cu cuh ixx metal",
    [...C_COMMENTS, delimitedRaw(), DOUBLE, CHARACTER],
    keywords.CPP,
    prefixes("l u u8"),
  ],
  ["objective-c objectivec objc mm", [...C_COMMENTS, DOUBLE, CHARACTER], keywords.OBJECTIVE_C],
  [
    "csharp c# cs csx",
    [
      ...C_COMMENTS,
      quoted('"""', { escapes: "none", multiline: true }),
      ...['@"', '$@"', '@$"'].map((opening) =>
        quoted(opening, { closing: '"', escapes: "doubled", multiline: true }),
      ),
      DOUBLE,
      CHARACTER,
    ],
    keywords.CSHARP,
  ],
  ["java jav", [...C_COMMENTS, TRIPLE_DOUBLE, DOUBLE, CHARACTER], keywords.JAVA],
  [
    "kotlin kt kts",
    [
      ...NESTED_C_COMMENTS,
      quoted('"""', { escapes: "none", multiline: true, interpolation: "${" }),
      quoted('"', { interpolation: "${" }),
      CHARACTER,
    ],
    keywords.KOTLIN,
  ],
  [
    "scala sc sbt",
    [...NESTED_C_COMMENTS, quoted('"""', { escapes: "none", multiline: true }), DOUBLE, CHARACTER],
    keywords.SCALA,
  ],
  [
    "groovy gradle gvy jenkinsfile",
    [
      ...C_COMMENTS,
      TRIPLE_DOUBLE,
      TRIPLE_SINGLE,
      quoted('"', { interpolation: "${" }),
      CAREFUL_SINGLE,
    ],
    keywords.JAVA,
  ],
  ["swift", [...NESTED_C_COMMENTS, hashQuoted("#"), TRIPLE_DOUBLE, DOUBLE], keywords.SWIFT],
  ["go golang", [...C_COMMENTS, DOUBLE, RAW_BACKTICK, CHARACTER], keywords.GO],
  [
    "rust rs",
    [
      ...NESTED_C_COMMENTS,
      hashQuoted("r#"),
      hashQuoted("br#"),
      hashQuoted("cr#"),
      DOUBLE_LINES,
      CHARACTER,
    ],
    keywords.RUST,
    prefixes("r b br c cr"),
  ],
  ["zig", [line("//"), line("\\\\", "line start", "string"), DOUBLE, CHARACTER], keywords.ZIG],
  [
    "d di",
    [...C_COMMENTS, block("/+", "+/", { nested: true }), DOUBLE_LINES, RAW_BACKTICK, CHARACTER],
    keywords.CPP,
    prefixes("r"),
  ],
  [
    "javascript js mjs cjs jsx typescript ts mts cts tsx",
    [
      ...C_COMMENTS,
      DOUBLE,
      CAREFUL_SINGLE,
      quoted("`", { multiline: true, interpolation: "${" }),
      regularExpression(),
    ],
    keywords.JAVASCRIPT,
  ],
  [
    "php php3 php4 php5 phtml",
    [
      ...C_COMMENTS,
      pattern("#[", /#\[/y), // an attribute
      HASH,
      block("?>", "<?", { role: "skipped" }),
      hereDocument("<<<"),
      DOUBLE_LINES,
      quoted("'", { multiline: true }),
    ],
    keywords.PHP,
  ],
  [
    "dart",
    [
      ...NESTED_C_COMMENTS,
      TRIPLE_DOUBLE,
      TRIPLE_SINGLE,
      quoted('"', { interpolation: "${" }),
      quoted("'", { interpolation: "${" }),
    ],
    keywords.DART,
    prefixes("r"),
  ],
  ["solidity sol", [...C_COMMENTS, DOUBLE, SINGLE], keywords.SOLIDITY],
  ["glsl vert frag geom comp hlsl fx wgsl", NESTED_C_COMMENTS, keywords.C],
  ["protobuf proto thrift", [...C_COMMENTS, DOUBLE, SINGLE], keywords.PROTOBUF],
  ["verilog v systemverilog sv svh", [...C_COMMENTS, DOUBLE], keywords.VERILOG],
];
