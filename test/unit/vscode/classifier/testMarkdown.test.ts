import { describe, expect, it } from "vitest";
import type { ClassifierTestResult } from "../../../../src/protocol/classifierMessages.ts";
import { writeClassifierTest } from "../../../../src/vscode/classifier/testMarkdown.ts";
import { english } from "../english.ts";

const result: ClassifierTestResult = {
  examples: 1_200,
  precision: 0.9125,
  recall: 0.8,
  labels: [
    { label: "very|good", precision: 0.95, recall: 0.9, f1: 0.9243, support: 1_000 },
    { label: "bad", precision: null, recall: 0, f1: 0, support: 200 },
  ],
  confusions: [{ label: "bad", predicted: "very|good", count: 200 }],
  unknownLabels: [{ label: "odd_one", count: 3 }],
  skipped: [{ path: "/tests/a.png", reason: "binary file" }],
};
const subject = {
  name: "my_reviews",
  classifierPath: "/models/my_reviews.bin",
  paths: ["/tests/reviews.txt"],
  count: 1,
  threshold: 0,
};

describe("writeClassifierTest", () => {
  it("writes precision, recall and F1 by label, confusions, and what did not count", () => {
    expect(writeClassifierTest(result, subject, english)).toMatchInlineSnapshot(`
      "# Test of my\\_reviews

      1,200 texts, the most probable label of each

      - Precision: **91.3 %** of the predicted labels are right.
      - Recall: **80.0 %** of the texts’ labels are predicted.

      ## Labels

      | Label | Precision | Recall | F1 | Texts |
      | :-- | --: | --: | --: | --: |
      | very\\|good | 95.0 % | 90.0 % | 92.4 % | 1,000 |
      | bad | – | 0.0 % | 0.0 % | 200 |

      ## Confusions

      | Label | Taken for | Texts |
      | :-- | :-- | --: |
      | bad | very\\|good | 200 |

      ## Unknown labels

      The classifier has not learned them; they do not count.

      | Label | Texts |
      | :-- | --: |
      | odd\\_one | 3 |

      ## Files

      - /models/my\\_reviews.bin
      - /tests/reviews.txt

      ## Skipped files

      - /tests/a.png: binary file
      "
    `);
  });

  it("says how many labels were predicted, from which probability on", () => {
    const text = writeClassifierTest(
      { ...result, confusions: [], unknownLabels: [], skipped: [] },
      { ...subject, count: 5, threshold: 0.25 },
      english,
    );
    expect(text).toContain(
      "1,200 texts, up to 5 labels of each\n\nLabels below 0.25 do not count.",
    );
    for (const heading of ["Confusions", "Unknown labels", "Skipped files"])
      expect(text).not.toContain(heading);
  });
});
