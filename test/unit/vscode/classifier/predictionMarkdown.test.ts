import { describe, expect, it } from "vitest";
import {
  writePredictions,
  type LabeledText,
} from "../../../../src/vscode/classifier/predictionMarkdown.ts";
import { english } from "../english.ts";

const texts: readonly LabeledText[] = [
  {
    place: "notes.txt:3",
    link: "file:///my%20work/notes.txt#L3",
    text: `The | boat ${"is far away ".repeat(10)}`,
    labels: [
      { label: "water", probability: 0.91234 },
      { label: "slow_music", probability: 0.0712 },
    ],
  },
  { place: "Untitled-1:1", link: null, text: "Zzz", labels: [] },
];

describe("writePredictions", () => {
  it("writes how many texts each label has, and each text with its place and labels", () => {
    const skipped = [{ path: "/a.png", reason: "binary file" }];
    expect(writePredictions(texts, "my_topics", skipped, english)).toMatchInlineSnapshot(`
      "# Labels by my\\_topics

      ## Most probable labels

      | Label | Texts |
      | :-- | --: |
      | water | 1 |
      | without a label | 1 |

      ## Texts

      | Place | Labels | Text |
      | :-- | :-- | :-- |
      | [notes.txt:3](<file:///my%20work/notes.txt#L3>) | water 91.2 %, slow\\_music 7.1 % | The \\| boat is far away is far away is far away is far away is far away is far a… |
      | Untitled-1:1 | – | Zzz |

      ## Skipped files

      - /a.png: binary file
      "
    `);
  });

  it("leaves out the column of texts that only the engine has read", () => {
    const unread = texts.map((text) => ({ ...text, text: null }));
    expect(writePredictions(unread, "topics", [], english)).toContain("| Place | Labels |\n");
  });

  it("writes a thousand texts at most, and where the others are to be had", () => {
    const many = Array.from({ length: 1_002 }, () => texts[1]!);
    const text = writePredictions(many, "topics", [], english);
    expect(text.match(/^\| Untitled-1/gm)).toHaveLength(1_000);
    expect(text).toContain("| without a label | 1,002 |");
    expect(text).toContain("2 more texts; “wordfield classify predict” on the command line");
  });
});
