import { createHash } from "node:crypto";
import {
  chmod,
  mkdir,
  readdir,
  readFile,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  readCorpus,
  type CorpusRequest,
  type ReadingProgress,
} from "../../../src/corpus/readCorpus.node.ts";
import { readText } from "../../../src/corpus/readText.node.ts";
import { SENTENCE_END } from "../../../src/corpus/encodedText.ts";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";
import { withoutPrivileges } from "./withoutPrivileges.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

type Change = Partial<Omit<CorpusRequest, "selection">> & {
  exclude?: string[];
  maximumFileBytes?: number;
};

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await tokenizerModule();
}, BUILD_TIMEOUT_MS);

/** Reads with the tokenizer over bytes and by the plain path, and gives what both give. */
async function read(
  paths: string[],
  { exclude = [], maximumFileBytes = 2 ** 20, ...rest }: Change = {},
  onProgress = (_: ReadingProgress) => {},
) {
  const selection = { paths, exclude, useIgnoreFiles: true, maximumFileBytes };
  const request = {
    selection,
    documents: [],
    tokenizer: "words",
    minimumCount: 1,
    ...rest,
  } as const;
  const corpus = await readCorpus(request, onProgress, module);
  const { ids, ...others } = corpus;
  const { ids: twinIds, ...twinOthers } = await readCorpus(request, () => undefined);
  expect(others).toEqual(twinOthers);
  expect(Buffer.compare(bytesOf(ids!), bytesOf(twinIds!))).toBe(0); // toEqual takes its time
  return corpus;
}
const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array) =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
const textOf = ({ words, ids }: Awaited<ReturnType<typeof read>>) =>
  [...ids!].map((id) => (id === SENTENCE_END ? "/" : words[id])).join(" ");

describe("readCorpus", () => {
  it("reads a workspace with everything that goes wrong, and reports it", async () => {
    const folder = await temporaryFolder({
      "1 plain.txt": "One two\r\nthree\r\n\r\nfour",
      "2 größe.md": "fünf",
      "3 latin1.txt": Buffer.from("L'été dernier, une petite église à côté de la forêt.", "latin1"),
      "4 utf16.txt": Buffer.from("\ufeffsechs\nsieben", "utf16le"),
      "5 bom.txt": "\ufeffacht",
      "6 empty.txt": "",
      "7 long.txt": `neun ${"x".repeat(1_000_000)} zehn`,
      "8 surrogates.txt": Buffer.from([0x61, 0xed, 0xa0, 0x80, 0x62]),
      "9 binary": Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 0, 0]),
      "picture.png": "not read",
      "server.log": "",
    });
    await truncate(join(folder, "server.log"), 200 * 2 ** 20);
    await symlink(folder, join(folder, "loop"), "dir");
    await symlink(join(folder, "nowhere"), join(folder, "dangling"));
    await mkdir(join(folder, "folder.txt"));
    const corpus = await read([folder]);
    expect(textOf(corpus)).toBe(
      "one two / three / four / fünf / l'été dernier une petite église à côté de la forêt / " +
        "sechs / sieben / acht / neun zehn /",
    );
    for (const { path, hash, mtimeMs } of corpus.report.files) {
      expect(Buffer.from(hash)).toEqual(
        createHash("sha256")
          .update(await readFile(path))
          .digest(),
      );
      expect(mtimeMs).toBe((await stat(path)).mtimeMs);
    }
    const files = corpus.report.files.map(({ path, bytes, tokens }) => ({ path, bytes, tokens }));
    expect({ ...corpus.report, files }).toEqual({
      files: [
        { path: join(folder, "1 plain.txt"), bytes: 22, tokens: 4 },
        { path: join(folder, "2 größe.md"), bytes: 5, tokens: 1 },
        { path: join(folder, "3 latin1.txt"), bytes: 52, tokens: 10 },
        { path: join(folder, "4 utf16.txt"), bytes: 26, tokens: 2 },
        { path: join(folder, "5 bom.txt"), bytes: 7, tokens: 1 },
        { path: join(folder, "6 empty.txt"), bytes: 0, tokens: 0 },
        { path: join(folder, "7 long.txt"), bytes: 1_000_010, tokens: 2 },
      ],
      skipped: [
        { path: join(folder, "8 surrogates.txt"), reason: "encoding not recognized" },
        { path: join(folder, "9 binary"), reason: "binary" },
        { path: join(folder, "dangling"), reason: "broken symbolic link" },
        { path: join(folder, "picture.png"), reason: "binary" },
        { path: join(folder, "server.log"), reason: "too large: 200 MB, limit 1 MB" },
      ],
      bytes: 1_000_122,
      tokens: 20,
      sentences: 9,
    });
  });

  it("tells the languages of as many files as are asked for, spread over all", async () => {
    const french = "L'été dernier, une petite église à côté de la forêt a été vendue à la ville.";
    const folder = await temporaryFolder(
      Object.fromEntries([1, 2, 3, 4, 5, 6].map((file) => [`${file}.txt`, french])),
    );
    const told = async (languages?: number) => {
      const { report } = await read([folder], {
        ...(languages === undefined ? {} : { languages }),
      });
      return report.files.map(({ language = "" }) => language);
    };
    expect(await told()).toEqual(["", "", "", "", "", ""]);
    expect(await told(2)).toEqual(["", "", "fr", "", "", "fr"]);
    expect(await told(100)).toEqual(new Array(6).fill("fr"));
  });

  it("lets documents override files and skipped files, and adds those without a file", async () => {
    const folder = await temporaryFolder({ "b.txt": "saved", "c.png": "", "d.txt": "d" });
    const document = (name: string, text: string) => ({ path: join(folder, name), text });
    const corpus = await read([folder], {
      documents: [
        document("b.txt", "unsaved"),
        document("excluded.txt", "an editor on a file that was not selected"),
        document("c.png", "picture"),
        { path: "untitled:Untitled-1", text: "untitled \ud800 x" },
      ],
    });
    expect(textOf(corpus)).toBe("unsaved / picture / d / untitled x /");
    expect(corpus.report.skipped).toEqual([]);
    expect(corpus.report.files[0]).toEqual({
      ...{ path: join(folder, "b.txt"), bytes: 7, tokens: 1, kind: "plain", mtimeMs: null },
      hash: new Uint8Array(createHash("sha256").update("unsaved").digest()),
    });
  });

  it("reads documents alone", async () => {
    const corpus = await read([], { documents: [{ path: "untitled:1", text: "a b\na" }] });
    expect(corpus.words).toEqual(["a", "b"]);
    expect([...corpus.counts]).toEqual([2, 1]);
  });

  it("gives the same result every time, and applies the limits of the vocabulary", async () => {
    const files: Record<string, string> = {};
    for (let file = 0; file < 40; file++)
      files[`${file % 7}/file ${file}.txt`] = `word${file % 5} common word${file % 3}\nrare${file}`;
    const folder = await temporaryFolder(files);
    const first = await read([folder], { minimumCount: 2, maximumWords: 4 });
    expect(first.words).toEqual(["common", "word0", "word1", "word2"]);
    expect(await read([folder], { minimumCount: 2, maximumWords: 4 })).toEqual(first);
    expect(first.report.tokens).toBe(160);
    expect(first.report.sentences).toBe(80);
  });

  it("tells its progress from nothing to all, at most 200 times in between", async () => {
    const files: Record<string, string> = { "bad.txt": "a\0" };
    for (let file = 0; file < 500; file++) files[`${file}.txt`] = "word";
    const folder = await temporaryFolder(files);
    const told: ReadingProgress[] = [];
    await read([folder], {}, (progress) => told.push(progress));
    expect(told[0]).toEqual({ filesRead: 0, files: 501, bytesRead: 0, bytes: 2002 });
    expect(told.at(-1)).toEqual({ filesRead: 501, files: 501, bytesRead: 2002, bytes: 2002 });
    expect(told.length).toBeLessThanOrEqual(202);
    expect(told.map(({ filesRead }) => filesRead)).toEqual(
      told.map(({ filesRead }) => filesRead).sort((a, b) => a - b),
    );
  });

  it("reads a file of any length by its kind, also where only its text tells that", async () => {
    const strings = Array.from({ length: 250_000 }, () => '{"key": "some words"}');
    const folder = await temporaryFolder({ dump: `[${strings.join(",\n")}]` });
    const { report, words } = await read([folder], { maximumFileBytes: 2 ** 25 });
    expect(report.files[0]).toMatchObject({ kind: "json", tokens: 500_000 });
    expect(words).toEqual(["some", "words"]);
  });

  it("reads a file of many parts as it reads a short one", async () => {
    const block = "\ufeffGröße NAÏVE l’été 😀 don't ΣΟΦΟΣ\r\nпривет e\u0301 ";
    const text = Buffer.from(block.repeat(Math.ceil(5e6 / Buffer.byteLength(block))), "utf8");
    const folder = await temporaryFolder({
      "1.txt": text,
      "2 broken.txt": Buffer.concat([text, Buffer.of(0xc3)]),
      "3 utf16.txt": Buffer.from(`\ufeff${"sechs sieben\n".repeat(200_000)}`, "utf16le"),
      "4 binary": Buffer.concat([Buffer.of(0), text]),
    });
    const told: ReadingProgress[] = [];
    const { report } = await read([folder], { maximumFileBytes: 2 ** 25 }, (progress) =>
      told.push(progress),
    );
    expect(report.files.map(({ path }) => path)).toEqual([
      join(folder, "1.txt"),
      join(folder, "3 utf16.txt"),
    ]);
    expect(report.skipped).toEqual([
      { path: join(folder, "2 broken.txt"), reason: "damaged UTF-8" },
      { path: join(folder, "4 binary"), reason: "binary" },
    ]);
    expect(told.filter(({ filesRead }) => filesRead === 0).length).toBeGreaterThan(3);
    expect(told.at(-1)).toMatchObject({ filesRead: 4, bytesRead: told[0]!.bytes });
  });

  it("puts the ids in a file where they are more than memory shall hold", async () => {
    const text = "one two three\nfour five\n".repeat(20_000);
    const folder = await temporaryFolder({ "a.txt": text });
    const output = await temporaryFolder();
    const selection = { paths: [folder], exclude: [], useIgnoreFiles: true, maximumFileBytes: 1e6 };
    const request = { selection, documents: [], tokenizer: "words", minimumCount: 1 } as const;
    const corpus = await readCorpus(
      { ...request, maximumIdBytes: 100_000, idsPath: join(output, "ids") },
      () => undefined,
      module,
    );
    expect(corpus.ids).toBeUndefined();
    const { path, length } = corpus.idsFile!;
    const bytes = await readFile(path);
    const ids = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const { ids: wanted } = await read([folder]);
    expect([path, length, [...ids]]).toEqual([join(output, "ids"), 140_000, [...wanted!]]);
    const refused = {
      ...request,
      minimumCount: 1e6,
      maximumIdBytes: 40,
      idsPath: join(output, "x"),
    };
    await expect(readCorpus(refused, () => undefined, module)).rejects.toThrow(/No word occurs/);
    expect(await readdir(output)).toEqual(["ids"]);
  });

  it("says why nothing is left to train on", async () => {
    const folder = await temporaryFolder({ "a.png": "", "b.png": "", c: "\0" });
    const failure = (message: RegExp) => ({
      code: "corpus-too-small",
      message: expect.stringMatching(message) as string,
    });
    await expect(read([folder])).rejects.toMatchObject(
      failure(/^No text file in .+ \(skipped: 3 binary\)\. Choose /),
    );
    await expect(read([])).rejects.toMatchObject(failure(/^No text file in the selection\. /));
    await writeFile(join(folder, "d.txt"), "?!\n");
    await expect(read([folder])).rejects.toMatchObject(
      failure(/^No word in the text of .+ \(files read: 1\)/),
    );
    await writeFile(join(folder, "d.txt"), "a b c a");
    await expect(read([folder], { minimumCount: 5 })).rejects.toMatchObject(
      failure(/^No word occurs 5 times or more among the 4 words in .+lower the minimum count/),
    );
  });

  it("refuses a path that does not exist", async () => {
    const folder = await temporaryFolder();
    await expect(read([join(folder, "x")])).rejects.toMatchObject({ code: "bad-input" });
  });
});

describe("readText", () => {
  it("says why a file that was found cannot be read any more", async () => {
    const folder = await temporaryFolder({ "grown.txt": "12345", "folder/x": "" });
    expect(await readText(join(folder, "gone.txt"), 10)).toEqual({ reason: "not found" });
    expect(await readText(join(folder, "folder"), 10)).toEqual({ reason: "is a folder" });
    expect(await readText(join(folder, "grown.txt"), 4)).toEqual({
      reason: "too large: 5 B, limit 4 B",
    });
    expect(await readText(join(folder, "grown.txt"), 5)).toEqual({ text: "12345", bytes: 5 });
  });

  it("says that a file may not be read", async ({ skip }) => {
    skip(process.platform === "win32", "Windows knows no file modes");
    const folder = await temporaryFolder({ "secret.txt": "x" });
    await chmod(folder, 0o755);
    await chmod(join(folder, "secret.txt"), 0o000);
    const result = await withoutPrivileges(() => readText(join(folder, "secret.txt"), 10));
    expect(result).toEqual({ reason: "permission denied" });
  });
});
