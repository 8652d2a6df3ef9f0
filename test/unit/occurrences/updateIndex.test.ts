import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { planMerge, weightOf } from "../../../src/occurrences/mergePlan.ts";
import type { UpdateRequest } from "../../../src/occurrences/updateIndex.node.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { createRandom } from "../corpus/randomText.ts";
import { contentOf, requestFor, withIndex, update } from "./builtIndex.ts";

const WORDS = ["ant", "bee", "cow", "dog", "eel", "fox", "学习", "jay", "kid", "Lark"];
const QUESTIONS = [["ant"], ["lark"], ["学习"], ["bee", "cow"], ["dog", "eel", "fox"]];

function someText(random: () => number): string {
  const length = Math.floor(random() * 40);
  return Array.from({ length }, () => WORDS[Math.floor(random() * WORDS.length)]!)
    .map((word) => (random() < 0.2 ? `${word}.\n` : word))
    .join(" ");
}

/** The same index, built from nothing. */
async function rebuilt(request: UpdateRequest) {
  const folder = join(await temporaryFolder(), "index");
  await update({ ...request, folder });
  return contentOf(folder, QUESTIONS);
}

describe("updateIndex", () => {
  it("stays equal to an index built anew through 120 random edits", async () => {
    const random = createRandom(11);
    const request = await requestFor({ "0.txt": "ant bee cow" });
    const at = (name: string) => join(request.text, name);
    const anyName = () => `${Math.floor(random() * 4)}/${Math.floor(random() * 6)}.txt`;
    const names = new Set(["0.txt"]);
    const write = async (name: string) => {
      await mkdir(dirname(at(name)), { recursive: true });
      await writeFile(at(name), someText(random));
      names.add(name);
    };
    await update(request);
    for (let edit = 1; edit <= 120; edit++) {
      const changed: string[] = [];
      for (let step = 0; step <= random() * 3; step++) {
        const known = [...names][Math.floor(random() * names.size)]!;
        const other = anyName();
        const turn = random();
        if (turn < 0.55 || names.size < 3) {
          await write(other);
          changed.push(at(other));
        } else if (turn < 0.75) {
          await rm(at(known));
          names.delete(known);
          changed.push(at(known));
        } else if (turn < 0.9) {
          await mkdir(dirname(at(other)), { recursive: true });
          await rename(at(known), at(other));
          names.delete(known);
          names.add(other);
          changed.push(at(known), at(other));
        } else {
          const later = new Date(Date.now() + edit * 1000);
          await utimes(at(known), later, later); // touched, and the same
          changed.push(at(known));
        }
      }
      await update(edit % 2 === 0 ? request : { ...request, changed });
      if (edit % 4 === 0)
        expect(await contentOf(request.folder, QUESTIONS), `edit ${edit}`).toEqual(
          await rebuilt(request),
        );
    }
    // As many small segments as edits would make each question slow.
    expect((await readdir(request.folder)).length).toBeLessThan(12);
  });

  it("reads again only what has another content", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, file) => [`${file}.txt`, `word ${file}`]),
    );
    const request = await requestFor(files);
    const old = new Date(Date.now() - 60_000);
    for (const name of Object.keys(files)) await utimes(join(request.text, name), old, old);
    expect(await update(request)).toEqual({ filesRead: 30, filesRemoved: 0 });
    expect(await update(request)).toEqual({ filesRead: 0, filesRemoved: 0 });
    const now = new Date();
    await utimes(join(request.text, "1.txt"), now, now);
    expect(await update(request)).toEqual({ filesRead: 0, filesRemoved: 0 });
    await writeFile(join(request.text, "2.txt"), "other");
    await writeFile(join(request.text, "new.txt"), "new");
    await rm(join(request.text, "3.txt"));
    expect(await update(request)).toEqual({ filesRead: 2, filesRemoved: 2 });
  });

  it("notices a change that leaves size and time as they were within a tick of the clock", async () => {
    const request = await requestFor({ "a.txt": "one" });
    const path = join(request.text, "a.txt");
    const now = new Date();
    await utimes(path, now, now);
    await update(request);
    await writeFile(path, "two");
    await utimes(path, now, now);
    await update(request);
    expect((await contentOf(request.folder)).counts).toEqual({ two: [1, 1] });
  });

  it("follows ignore files, excluded names and the limit of size, told of a file or not", async () => {
    const request = await requestFor({
      ".gitignore": "ignored/\n",
      "sub/.gitignore": "*.log",
      "a.txt": "a",
    });
    const selection = { ...request.selection, exclude: ["**/*.tmp"], maximumFileBytes: 100 };
    const limited = { ...request, selection };
    await update(limited);
    const names = ["ignored/x.txt", "sub/x.log", "sub/x.txt", "x.tmp", "x.png", "big.txt"];
    const paths = names.map((name) => join(request.text, name));
    await mkdir(join(request.text, "ignored"));
    for (const path of paths)
      await writeFile(path, path.endsWith("big.txt") ? "x ".repeat(99) : "x");
    await update({ ...limited, changed: [...paths, "/nowhere/x.txt", "with\0NUL"] });
    const content = await contentOf(request.folder, [["x"]]);
    expect(content.places[0]!.map(({ path }) => path)).toEqual([join(request.text, "sub/x.txt")]);
    expect(content).toEqual({ ...(await rebuilt(limited)), places: content.places });
    await writeFile(join(request.text, ".gitignore"), "sub/\n");
    await update({ ...limited, changed: [join(request.text, ".gitignore")] });
    expect((await contentOf(request.folder, [["x"]])).places[0]!.map(({ path }) => path)).toEqual([
      join(request.text, "ignored/x.txt"),
    ]);
  });

  it("forgets the files of a folder that has gone, and all of a selection that has", async () => {
    const request = await requestFor({ "a/1.txt": "x", "a/b/2.txt": "x", "ab.txt": "x" });
    await update(request);
    await rm(join(request.text, "a"), { recursive: true });
    await update({ ...request, changed: [join(request.text, "a")] });
    expect((await contentOf(request.folder)).counts).toEqual({ x: [1, 1] });
    await rm(request.text, { recursive: true });
    await update(request);
    expect((await contentOf(request.folder)).counts).toEqual({});
  });

  it("takes in files beside the selection, and says why one cannot be read", async () => {
    const request = await requestFor({ "a.txt": "x", "binary.txt": "\0\0\0" });
    const other = await temporaryFolder({ "b.txt": "x y" });
    const files = [join(other, "b.txt"), join(other, "gone.txt"), "with\0NUL"];
    await update({ ...request, files });
    expect((await contentOf(request.folder)).counts).toEqual({ x: [2, 2], y: [1, 1] });
    const skipped = await withIndex(request.folder, async (index) => index.skipped);
    expect(skipped).toMatchObject(
      [
        { path: join(other, "gone.txt"), reason: "not found" },
        { path: join(request.text, "binary.txt"), reason: "binary" },
        { path: "with\0NUL", reason: "name has a NUL character" },
      ].sort((a, b) => (a.path < b.path ? -1 : 1)),
    );
    expect(await update({ ...request, files })).toEqual({ filesRead: 0, filesRemoved: 0 });
  });

  it("forgets a file for good when it is told to", async () => {
    const request = await requestFor({ "a.txt": "x secret", "b.txt": "x" });
    await update(request);
    await update({ ...request, forget: [join(request.text, "a.txt")] });
    await writeFile(join(request.text, "a.txt"), "x secret again");
    await update(request);
    expect((await contentOf(request.folder)).counts).toEqual({ x: [1, 1] });
  });

  it("is built anew for another tokenizer", async () => {
    const request = await requestFor({ "a.txt": "It's X." });
    await update(request);
    await update({ ...request, tokenizer: "whitespace" });
    expect((await contentOf(request.folder)).counts).toEqual({ "It's": [1, 1], "X.": [1, 1] });
  });

  it("tells how far it is, to the end", async () => {
    const request = await requestFor({ "a.txt": "12345", "b.txt": "123" });
    const told: [number, number][] = [];
    await update(request, ({ bytesRead, bytes }) => told.push([bytesRead, bytes]));
    expect(told).toEqual([
      [0, 8],
      [5, 8],
      [8, 8],
    ]);
  });

  it("removes what a killed process has left behind, but nothing young that another may be about to list", async () => {
    const request = await requestFor({ "a.txt": "x" });
    await update(request);
    const orphan = (name: string) => join(request.folder, `${name}.segment`);
    await writeFile(orphan("old"), "x");
    await writeFile(orphan("young"), "x");
    const old = new Date(Date.now() - 3_600_000);
    await utimes(orphan("old"), old, old);
    await writeFile(join(request.text, "b.txt"), "x");
    await update(request);
    const names = await readdir(request.folder);
    expect(names).toContain("young.segment");
    expect(names).not.toContain("old.segment");
    expect(await readFile(join(request.folder, "index.json"), "utf8")).toContain("segments");
  });
});

describe("planMerge", () => {
  it("keeps segments few and writes a word seldom while ten thousand small ones come", () => {
    const segments = [{ weight: 10_000_000, deadWeight: 0 }];
    let written = 0;
    let most = 0;
    const added = 10_000;
    for (let step = 0; step < added; step++) {
      segments.push({ weight: weightOf(900, 1), deadWeight: 0 });
      for (let plan = planMerge(segments); plan.length > 0; plan = planMerge(segments)) {
        const merged = plan.reduce((sum, place) => sum + segments[place]!.weight, 0);
        written += merged;
        for (const place of [...plan].reverse()) segments.splice(place, 1);
        segments.push({ weight: merged, deadWeight: 0 });
      }
      most = Math.max(most, segments.length);
    }
    expect(most).toBeLessThanOrEqual(6);
    expect(written / (added * weightOf(900, 1))).toBeLessThan(25);
  });

  it("writes a segment anew of which much has gone", () => {
    const whole = { weight: 1_000_000, deadWeight: 1_000 };
    expect(planMerge([whole])).toEqual([]);
    expect(planMerge([whole, { weight: 1_000_000, deadWeight: 400_000 }])).toEqual([1]);
  });
});
