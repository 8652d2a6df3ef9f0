import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readExamples, type ExampleRequest } from "../../../src/classifier/readExamples.node.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const FILES = {
  "mail/ham/1.txt": "see you tomorrow",
  "mail/ham/2.txt": "minutes\nof the meeting",
  "mail/spam/deep/3.txt": "win money",
  "mail/spam/picture.png": "x",
  "mail/spam/broken.txt": Buffer.concat([Buffer.from("né à Orléans, été"), Buffer.of(0xff)]),
  "lines.txt": "__label__a one\n__label__b two",
};

async function read(paths: readonly string[], change: Partial<ExampleRequest> = {}) {
  const folder = await temporaryFolder(FILES);
  const progress: { filesRead: number; files: number }[] = [];
  const found = await readExamples(
    {
      selection: {
        paths: paths.map((path) => join(folder, path)),
        exclude: [],
        useIgnoreFiles: true,
        maximumFileBytes: 1e6,
      },
      labelPlace: "auto",
      labelPrefix: "__label__",
      tokenizer: "words",
      ...change,
    },
    (each) => progress.push(each),
    await tokenizerModule(),
  );
  return { ...found, folder, progress };
}

describe("readExamples", () => {
  it("takes files in folders for examples, and the folder's name for the label", async () => {
    const { collected, report, folder, progress } = await read(["mail"]);
    expect(collected.labels).toEqual(["__label__ham", "__label__deep"]);
    expect(collected.labelCounts).toEqual([2, 1]);
    expect(collected.words).toContain("minutes");
    expect([...collected.partCounts]).toEqual([1, 2, 1]);
    expect(report).toMatchObject({ files: 3, tokens: 12, bytes: 16 + 22 + 9 });
    expect(report.skipped).toEqual([
      { path: join(folder, "mail/spam/broken.txt"), reason: "damaged UTF-8" },
      { path: join(folder, "mail/spam/picture.png"), reason: "binary" },
    ]);
    expect(progress[0]).toMatchObject({ filesRead: 0, files: 4 });
    expect(progress.at(-1)).toMatchObject({ filesRead: 4, files: 4 });
  });

  it("takes files that are named for labeled lines, beside folders", async () => {
    const { collected } = await read(["lines.txt", "mail/ham"]);
    expect(collected.labels).toEqual(["__label__a", "__label__b", "__label__ham"]);
    expect(collected.partCounts).toHaveLength(4);
  });

  it("does as it is told where lines are in folders, or named files are examples", async () => {
    const lines = await read(["."], { labelPlace: "lines" });
    expect(lines.collected.labels).toEqual(["__label__a", "__label__b"]);
    const folders = await read(["mail/ham/1.txt"], { labelPlace: "folders" });
    expect(folders.collected.labels).toEqual(["__label__ham"]);
  });

  it.each([
    [["mail/ham/1.txt"], {}, "corpus-too-small", /^No line in .*1\.txt has a label such as/],
    [["mail/spam/picture.png"], {}, "corpus-too-small", /skipped: picture\.png, binary/],
    [["nowhere"], {}, "bad-input", /nowhere does not exist/],
    [["lines.txt"], { labelPrefix: "" }, "bad-input", /prefix of labels "" is empty/],
    [["lines.txt"], { labelPrefix: "a b" }, "bad-input", /has white space/],
  ] as const)("refuses %j with %j", async (paths, change, code, message) => {
    await expect(read(paths, change)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });
});
