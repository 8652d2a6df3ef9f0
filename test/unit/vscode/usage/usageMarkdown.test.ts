import { describe, expect, it } from "vitest";
import { chooseLines, writeUsageReport } from "../../../../src/vscode/usage/usageMarkdown.ts";
import { english } from "../english.ts";

const place = (path: string, line: number, before: string, after: string) => ({
  ...{ path, line, column: before.length + 1, length: 4, before, match: "bank", after },
});

describe("writeUsageReport", () => {
  it("ranks the words in a table, then shows lines of both sides with links to them", () => {
    const text = writeUsageReport(
      {
        title: "Words used differently in part",
        explanation: ["20 words were compared."],
        sideNames: ["in part", "elsewhere"],
        words: [
          {
            word: "bank",
            score: "12.1 σ",
            sides: [
              {
                neighbors: ["river", "shore|side"],
                uses: "79",
                lines: [place("/w/part/a.txt", 3, "   the muddy ", " of the river")],
              },
              { neighbors: ["money"], uses: null, lines: [] },
            ],
          },
        ],
        locate: ({ path, line }) => ({ name: `${path}:${line}`, link: `file://${path}#L${line}` }),
      },
      english,
    );
    expect(text).toMatchInlineSnapshot(`
      "# Words used differently in part

      20 words were compared.

      | Word | Score | Near it: in part | Near it: elsewhere |
      | :-- | :-- | :-- | :-- |
      | bank | 12.1 σ | river, shore\\|side | money |

      ## bank (12.1 σ)

      **in part, 79 uses:** river, shore\\|side

      - [/w/part/a.txt:3](<file:///w/part/a.txt#L3>): the muddy **bank** of the river

      **elsewhere:** money
      "
    `);
  });

  it("cuts long lines around the word, and keeps names of files from being Markdown", () => {
    const long = place("/w/a_[b].txt", 1, `${"x".repeat(200)} `, ` <b>${"y".repeat(200)}`);
    const text = writeUsageReport(
      {
        ...{ title: "t", explanation: [], sideNames: ["a", "b"] },
        words: [
          {
            ...{ word: "bank", score: "1" },
            sides: [
              { neighbors: [], uses: null, lines: [long] },
              { neighbors: [], uses: null, lines: [] },
            ],
          },
        ],
        locate: ({ path }) => ({ name: path, link: null }),
      },
      english,
    );
    const line = text.split("\n").find((each) => each.startsWith("- "))!;
    expect(line).toMatch(/^- \/w\/a\\_\\\[b\\\]\.txt: …x{69} \*\*bank\*\* \\<b\\>y{66}…$/);
  });
});

describe("chooseLines", () => {
  it("takes lines that have words near to it before the first ones", () => {
    const lines = [
      place("a", 1, "the ", " is old"),
      place("a", 2, "a River ", " with a shore"),
      place("a", 3, "the ", " of a river"),
      place("a", 4, "riverside ", ""),
    ];
    expect(chooseLines(lines, ["river", "shore"], 3).map(({ line }) => line)).toEqual([2, 3, 1]);
  });
});
