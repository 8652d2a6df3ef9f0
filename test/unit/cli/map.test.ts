import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeModel } from "../../../src/embeddings/modelFile.node.ts";
import { BUILD_TIMEOUT_MS, builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";
import { plantedVectors } from "../../support/plantedVectors.ts";

const [N, D] = [80, 6];
const HOSTILE = ["</script><script>alert(1)</script>", "a\tb\nc", '<b>&"\u0000', "北京", "=cmd()"];
let entry: string;
let folder: string;

const wordfield = (...words: string[]) => runCommandLine(entry, words, { cwd: folder });
const written = (name: string) => readFile(join(folder, name), "utf8");

beforeAll(async () => {
  entry = await builtCommandLine();
  folder = await mkdtemp(join(tmpdir(), "wordfield-map-"));
  await writeModel(join(folder, "m.safetensors"), {
    words: Array.from({ length: N }, (_, row) => HOSTILE[row] ?? `word${row}`),
    counts: Uint32Array.from({ length: N }, (_, row) => 1000 - row),
    dimension: D,
    inputVectors: plantedVectors(N, D, 2, 0.3).vectors,
    hyperparameters: { algorithm: "skip-gram", dimension: D },
    corpus: null,
    createdAt: "2026-11-22T10:11:12.000Z",
  });
}, BUILD_TIMEOUT_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("wordfield map", () => {
  it("writes a table and says how true the map is", async () => {
    const { exitCode, out, err } = await wordfield(
      "map",
      "m.safetensors",
      "-o",
      "m.tsv",
      "-d",
      "3",
    );
    expect(exitCode).toBe(0);
    expect(out).toContain("Wrote 80 words to m.tsv");
    expect(err).toMatch(/Trustworthiness 0\.\d{3}, continuity 0\.\d{3} \(of 15 neighbors/);
    const lines = (await written("m.tsv")).trimEnd().split("\n");
    expect(lines[0]).toBe("word\tcount\tx\ty\tz\tcluster");
    expect(lines.length).toBe(N + 1);
    for (const line of lines) expect(line.split("\t").length).toBe(6);
    expect(lines[2]).toMatch(/^a b c\t999\t/);
    expect(new Set(lines.slice(1).map((line) => line.split("\t")[5]))).toEqual(new Set(["1", "2"]));
  });

  it("writes the same file for the same seed, and says the settings as JSON", async () => {
    const options = ["--seed", "9", "-p", "t-sne", "--json"];
    const { out } = await wordfield("map", "m.safetensors", "-o", "a.tsv", ...options);
    await wordfield("map", "m.safetensors", "-o", "b.tsv", ...options);
    expect(await written("a.tsv")).toBe(await written("b.tsv"));
    const document = JSON.parse(out) as { settings: object; clusters: { size: number }[] };
    expect(document.settings).toMatchObject({ method: "t-sne", seed: 9, count: N, perplexity: 30 });
    expect(document.clusters.map(({ size }) => size)).toEqual([40, 40]);
  });

  it("writes an SVG in which words are text and labels do not cover each other", async () => {
    await wordfield("map", "m.safetensors", "-o", "m.svg", "-p", "pca");
    const svg = await written("m.svg");
    expect(svg.match(/<circle cx/g)?.length).toBe(N);
    expect(svg).toContain("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(svg).not.toMatch(/<script|\u0000/);
    expect(svg).toContain(">北京</text>");
    const words = svg.slice(svg.indexOf('class="words"'), svg.indexOf('class="legend"'));
    const labels = [...words.matchAll(/x="([\d.]+)" y="([\d.]+)">([^<]+)</g)].map(
      ([, x, y, word]) => ({
        left: Number(x),
        right: Number(x) + word!.length * 4,
        y: Number(y),
      }),
    );
    expect(labels.length).toBeGreaterThan(20);
    for (const [at, a] of labels.entries())
      for (const b of labels.slice(at + 1))
        expect(Math.abs(a.y - b.y) >= 14 || a.right <= b.left || b.right <= a.left).toBe(true);
  });

  it("colors words by what the files say that they stand in, and by what they are", async () => {
    await mkdir(join(folder, "text"));
    const english =
      "The harbor of the old town lies by the river, and boats come there every day.\n";
    const russian = "Старый город стоит у реки, и лодки приходят туда каждый день и каждую ночь.\n";
    await writeFile(join(folder, "text/en.txt"), english.repeat(40));
    await writeFile(join(folder, "text/ru.md"), russian.repeat(40));
    await wordfield("train", "text", "-o", "two.safetensors", "--epochs", "1", "--dimension", "8");
    const legendBy = async (color: string) => {
      const { exitCode } = await wordfield(
        ...["map", "two.safetensors", "-o", "two.svg", "-p", "pca", "--color", color],
      );
      expect(exitCode).toBe(0);
      const svg = await written("two.svg");
      const legend = svg.slice(svg.indexOf('class="legend"'));
      return [...legend.matchAll(/y="\d+">([^<]+)<\/text>/g)]
        .map(([, meaning]) => meaning)
        .slice(1);
    };
    expect(new Set(await legendBy("language"))).toEqual(new Set(["Russian", "English"]));
    expect(new Set(await legendBy("script"))).toEqual(new Set(["Latin", "Cyrillic"]));
    expect(new Set(await legendBy("kind"))).toEqual(new Set(["plain", "markdown"]));
    expect(await legendBy("fidelity")).toEqual(["among strangers", "among its own"]);
    expect(await legendBy("count")).toEqual(["rare", "frequent"]);
    expect(await legendBy("none")).toEqual([]);
    const { out } = await wordfield("files", "two.safetensors");
    expect(out).toMatch(/ru\.md +markdown +ru /);
    const unknown = ["map", "two.safetensors", "-o", "no.svg", "--color", "departure"];
    const { exitCode, err } = await wordfield(...unknown);
    expect([exitCode, err]).toEqual([1, expect.stringContaining("has no general vectors")]);
  });

  it("writes a PNG of 2400 by 1800 pixels with points on it", async () => {
    await wordfield("map", "m.safetensors", "-o", "m.png", "-p", "pca", "--color", "count");
    const png = await readFile(join(folder, "m.png"));
    expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2400, 1800]);
    const length = png.readUInt32BE(33);
    const pixels = inflateSync(png.subarray(41, 41 + length));
    expect(pixels.length).toBe(1800 * (1 + 3 * 2400));
    const inked = pixels.filter((value) => value !== 255 && value !== 0).length;
    expect(inked).toBeGreaterThan(N * 3 * 12);
  });

  it("writes a folder that the Embedding Projector loads, as a page and in TensorBoard", async () => {
    const { out } = await wordfield("map", "m.safetensors", "-o", "projector/", "--json");
    expect((JSON.parse(out) as { files: string[] }).files.length).toBe(4);
    const vectors = (await written("projector/vectors.tsv")).trimEnd().split("\n");
    const metadata = (await written("projector/metadata.tsv")).trimEnd().split("\n");
    expect([vectors.length, vectors[0]?.split("\t").length]).toEqual([N, D]);
    expect([metadata.length, metadata[0]]).toEqual([N + 1, "word\tcount\tcluster"]);
    expect(JSON.parse(await written("projector/projector_config.json"))).toEqual({
      embeddings: [
        {
          tensorName: "m",
          tensorShape: [N, D],
          tensorPath: "vectors.tsv",
          metadataPath: "metadata.tsv",
        },
      ],
    });
    // As TensorBoard 2.21 reads it; of the JSON it knows nothing.
    expect(await written("projector/projector_config.pbtxt")).toBe(
      [
        ...["embeddings {", '  tensor_name: "m"', `  tensor_shape: ${N}`, `  tensor_shape: ${D}`],
        ...['  tensor_path: "vectors.tsv"', '  metadata_path: "metadata.tsv"', "}", ""],
      ].join("\n"),
    );
  });

  it("places words by formulas", async () => {
    const axes = ["--axis", "word10 - word11", "--axis", "word12"];
    const { exitCode } = await wordfield("map", "m.safetensors", "-o", "axes.tsv", ...axes);
    expect(exitCode).toBe(0);
    const line = (await written("axes.tsv"))
      .split("\n")
      .find((each) => each.startsWith("word12\t"));
    expect(Number(line?.split("\t")[3])).toBeCloseTo(1, 5);
  });

  it.each([
    [
      ["-o", "m.pdf"],
      /"m\.pdf": give a name that ends in \.html, \.svg, \.png or \.tsv, or a folder/,
    ],
    [["-o", "m.svg", "--axis", "word1"], /--axis is given 1 times: give 2 formulas/],
    [["-o", "m.svg", "--axis", "word1 -", "--axis", "word2"], /Column 8 of “word1 -”/],
    [
      ["-o", "no/where/m.svg", "-p", "pca"],
      /m\.svg could not be written. The folder does not exist/,
    ],
  ])("refuses %j in a sentence", async (options, message) => {
    const { exitCode, err } = await wordfield("map", "m.safetensors", ...options);
    expect(exitCode).not.toBe(0);
    expect(err).toMatch(message);
  });
});
