import { describe, expect, it } from "vitest";
import {
  escapeMarkdown,
  toCommandLink,
  writeHover,
  writeHoverHint,
} from "../../../src/vscode/hoverMarkdown.ts";
import { english } from "./english.ts";

const bank = {
  entry: { word: "bank", count: 401, rank: 700 },
  neighbors: [
    { word: "notes", cosine: 0.694, count: 309 },
    { word: "paper", cosine: 0.667, count: 1_152 },
  ],
};

describe("writeHover", () => {
  it("writes word, table and links", () => {
    expect(writeHover(bank, "sotu", english)).toMatchInlineSnapshot(`
      "**bank** <span style="color:var(--vscode-descriptionForeground);">· 401 times</span>

      | near | &nbsp;&nbsp; cosine | &nbsp;&nbsp; count |
      | :-- | --: | --: |
      | [notes](command:wordfield.open?%5B%22notes%22%5D "Open in Wordfield") | 0.69 | 309 |
      | [paper](command:wordfield.open?%5B%22paper%22%5D "Open in Wordfield") | 0.67 | 1,152 |

      ---

      [$(graph-scatter) Explore](command:wordfield.open?%5B%22bank%22%5D) &nbsp;&nbsp; [$(references) 401 lines](command:wordfield.showLines?%5B%22bank%22%5D) &nbsp;&nbsp; <span style="color:var(--vscode-descriptionForeground);">sotu</span>"
    `);
  });

  it("writes what is near here beside what is near in general, with common words bold", () => {
    const hover = writeHover(
      {
        ...bank,
        inGeneral: [
          { word: "paper", cosine: 0.5, count: 1_152 },
          { word: "river", cosine: 0.4, count: 7 },
          { word: "shore", cosine: 0.3, count: 7 },
        ],
      },
      "sotu",
      english,
    );
    const rows = hover
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .map((line) => line.replace(/\]\([^)]*\)/g, "]"));
    expect(rows).toEqual([
      "| here | &nbsp;&nbsp; cosine | &nbsp;&nbsp; in general | &nbsp;&nbsp; cosine |",
      "| :-- | --: | :-- | --: |",
      "| [notes] | 0.69 | &nbsp;&nbsp; **[paper]** | 0.50 |",
      "| **[paper]** | 0.67 | &nbsp;&nbsp; [river] | 0.40 |",
      "|  |  | &nbsp;&nbsp; [shore] | 0.30 |",
    ]);
  });

  it("says of a model without training what its neighbors are, and how to get those here", () => {
    const hover = writeHover({ ...bank, isUntrained: true }, "sotu-general", english);
    expect(hover).toContain("General meaning; not trained on this workspace yet.");
    expect(hover).toContain("[Train…](command:wordfield.train)");
    expect(writeHover(bank, "sotu", english)).not.toContain("wordfield.train)");
  });

  it("says without a model how to look around or to train", () => {
    expect(writeHoverHint(english)).toMatch(
      /no model here yet.*\[Look Around Without Training\]\(command:wordfield\.lookAround\).*\[Train…\]\(command:wordfield\.train\)/,
    );
  });

  it("says how often neighbors are seen again, and draws those grey that may well not be", () => {
    const [notes, paper] = bank.neighbors;
    const neighbors = [
      { ...notes!, confidence: 0.93 },
      { ...paper!, confidence: 0.41 },
    ];
    const hover = writeHover({ ...bank, neighbors, among: 20 }, "sotu", english);
    expect(hover).toContain(
      "| near | &nbsp;&nbsp; cosine | &nbsp;&nbsp; count | &nbsp;&nbsp; seen again |",
    );
    expect(hover).toContain('"Open in Wordfield") | 0.69 | 309 | 9 of 10 |');
    expect(hover).toContain(
      '| <span style="color:var(--vscode-descriptionForeground);" title="May change with another seed: seen again in about 4 of 10 trainings">paper</span> | 0.67 | 1,152 | 4 of 10 |',
    );
    const two = writeHover({ ...bank, neighbors, inGeneral: [] }, "sotu", english);
    expect(two).toContain(">paper</span> ? | 0.67 |");
    expect(writeHover(bank, "sotu", english)).not.toContain("seen again");
  });

  it("leaves counts out where the model has none", () => {
    const hover = writeHover(
      {
        entry: { word: "bank", count: null, rank: 1 },
        neighbors: [{ word: "notes", cosine: 0.5, count: null }],
      },
      "vectors",
      english,
    );
    expect(hover).toContain("| near | &nbsp;&nbsp; cosine |\n");
    expect(hover).not.toContain("count");
    expect(hover).not.toContain("times");
    expect(hover).toContain("$(references) Lines");
  });

  it("says once where a word stands once", () => {
    const once = writeHover({ ...bank, entry: { ...bank.entry, count: 1 } }, "sotu", english);
    expect(once).toContain("· once<");
    expect(once).toContain("1 line]");
  });

  it("keeps words that look like markup as they are, each in its own row", () => {
    const evil = [
      "](command:evil)",
      "a|b",
      "<script>",
      "`code`",
      "$(sync~spin)",
      "x\n\n# head",
      "&lt;",
      "https://example.org",
      "user@example.org",
    ];
    const hover = writeHover(
      { ...bank, neighbors: evil.map((word) => ({ word, cosine: 0.5, count: 3 })) },
      "*m*",
      english,
    );
    const rows = hover.split("\n").filter((line) => line.startsWith("| ["));
    expect(rows).toHaveLength(evil.length);
    for (const row of rows) {
      // Without escaped characters a row has three cells and one link, whose target is one of ours.
      const bare = row.replace(/\\[^\w\s]/g, "");
      expect(bare.split("|")).toHaveLength(5);
      expect(bare.match(/\]\(/g)).toHaveLength(1);
      expect(row.match(/\]\((?<!\\\]\()[^ ]*/)?.[0]).toMatch(
        /^\]\(command:wordfield\.open\?[\w%.-]+$/,
      );
      expect(bare).not.toMatch(/<|`|\$\(/);
    }
    expect(hover).toContain("\\*m\\*");
  });

  it("cuts a word of thousands of characters for the eye, not for the link", () => {
    const word = "x".repeat(3_000);
    const hover = writeHover({ ...bank, entry: { word, count: 3, rank: 1 } }, "m", english);
    expect(hover).toContain(`**${"x".repeat(60)}…**`);
    expect(hover).toContain(toCommandLink("wordfield.open", word));
  });
});

describe("escapeMarkdown", () => {
  it("leaves words of every script alone", () => {
    for (const word of ["été", "银行", "don’t", "größe", "слово"])
      expect(escapeMarkdown(word)).toBe(word);
  });

  it("breaks up what would become an icon", () => {
    expect(escapeMarkdown("$(zap)")).not.toMatch(/\$\\?\(/);
  });
});

describe("toCommandLink", () => {
  it("carries any word unchanged to the command", () => {
    for (const word of ["bank", "a)b(c", "100%", 'say "hi"', "银行", "a'b*c", "\\"]) {
      const link = toCommandLink("wordfield.open", word);
      expect(link).toMatch(/^command:wordfield\.open\?[\w%.-]+$/);
      expect(JSON.parse(decodeURIComponent(link.split("?")[1]!))).toEqual([word]);
    }
  });
});
