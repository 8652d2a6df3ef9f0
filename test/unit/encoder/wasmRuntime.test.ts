import { copyFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtEntry } from "../../support/builtEntries.ts";
import {
  BUNDLED_ENCODERS,
  largestDifference,
  SMALL_ENCODER,
  startEncoder,
} from "../../support/encoderFixtures.ts";

const PACKAGES = fileURLToPath(new URL("../../../node_modules/", import.meta.url));
const WITH_BOTH = ["cpu", "wasm"];

let folder: string;
let entry: string;

// What a package is on a machine whose C library is too old: ONNX Runtime's native part is there, and cannot be loaded.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wordfield-wasm-"));
  entry = join(folder, "encoder.process.js");
  await copyFile(await builtEntry("encoder.process"), entry);
  const native = join(folder, "node_modules/onnxruntime-node");
  await mkdir(native, { recursive: true });
  await symlink(join(PACKAGES, "onnxruntime-web"), join(folder, "node_modules/onnxruntime-web"));
  await writeFile(join(native, "package.json"), '{"name":"onnxruntime-node","main":"index.js"}');
  await writeFile(
    join(native, "index.js"),
    'throw new Error("/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.28\' not found");',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("an encoder where the native runtime cannot be loaded", () => {
  it("runs in WebAssembly, says why and that it is slower, and gives the same hidden states", async () => {
    const log: string[] = [];
    const wasm = await startEncoder(SMALL_ENCODER, {
      entry,
      providers: WITH_BOTH,
      log: (line) => log.push(line),
    });
    const { trials, hiddenStates, attentionLayers, hasMaskedWords } = await wasm.open();
    expect(wasm.provider).toBe("wasm");
    expect(trials[0]).toMatchObject({ provider: "cpu", works: false });
    expect(trials[0]?.reason).toContain("GLIBC_2.28");
    expect(log.join("\n")).toMatch(
      /does not run on cpu: ONNX Runtime cannot be loaded.*GLIBC_2\.28/,
    );
    expect(log.join("\n")).toContain("The encoder runs in WebAssembly, several times slower");

    const native = await startEncoder(SMALL_ENCODER, { providers: WITH_BOTH });
    await native.open();
    expect(native.provider).toBe("cpu");
    expect({ hiddenStates, attentionLayers, hasMaskedWords }).toEqual({
      hiddenStates: 4,
      attentionLayers: 3,
      hasMaskedWords: true,
    });
    const question = { text: "the river runs to the sea", layers: [0, 1, 2, 3] };
    const [ours, theirs] = await Promise.all([
      wasm.ask("encodeTokens", question),
      native.ask("encodeTokens", question),
    ]);
    expect(ours.tokens).toEqual(theirs.tokens);
    ours.hidden.forEach((layer, index) =>
      expect(largestDifference(layer, theirs.hidden[index] ?? [])).toBeLessThan(1e-4),
    );
    const masked = { text: "the [MASK] runs", count: 5, stretch: null };
    const words = await Promise.all([wasm, native].map((one) => one.ask("fillMask", masked)));
    expect(words[0]?.places[0]?.words.map(({ token }) => token)).toEqual(
      words[1]?.places[0]?.words.map(({ token }) => token),
    );
  });

  it("reads 8-bit weights, to vectors that are the native ones within a thousandth of cosine", async () => {
    const [name = ""] = (await readdir(BUNDLED_ENCODERS)).sort();
    const [wasm, native] = await Promise.all([
      startEncoder(join(BUNDLED_ENCODERS, name), { entry, providers: WITH_BOTH }),
      startEncoder(join(BUNDLED_ENCODERS, name)),
    ]);
    const texts = ["A dog runs along the river.", "Interest rates fell."];
    const question = { texts, pooling: "mean" as const, layer: "last" as const, normalize: true };
    const [ours, theirs] = await Promise.all([
      wasm.ask("encodeTexts", question),
      native.ask("encodeTexts", question),
    ]);
    const dimension = ours.vectors.length / texts.length;
    for (const row of texts.keys()) {
      let cosine = 0;
      for (let index = row * dimension; index < (row + 1) * dimension; index++)
        cosine += (ours.vectors[index] ?? 0) * (theirs.vectors[index] ?? 0);
      expect(cosine).toBeGreaterThan(0.999);
    }
  });
});
