import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { beforeAll, describe, expect, test } from "vitest";
import {
  compileFastestKernels,
  compileTrainingKernels,
  tryOutAside,
} from "../../../src/engine/kernelFiles.ts";
import { supportsRelaxedSimd } from "../../../src/kernels/kernels.ts";
import { compileWideKernels } from "../../../src/training/wideKernels.node.ts";
import {
  BUILD_TIMEOUT_MS,
  builtEntry,
  builtPaths,
  type BuiltPaths,
} from "../../support/builtEntries.ts";
import { kernelModule } from "../../support/trainingMemory.ts";

/** Registers of 256 bits in the processor, and a V8 that makes use of them. */
const pairsVectors =
  Number.parseInt(process.versions.v8) >= 13 &&
  process.platform === "linux" &&
  readFileSync("/proc/cpuinfo", "utf8").includes(" avx2 ");
const otherBuild = supportsRelaxedSimd() ? "relaxed-simd" : "simd128";

let paths: BuiltPaths;
beforeAll(async () => {
  paths = await builtPaths();
  await builtEntry("kernelTrial.process");
}, BUILD_TIMEOUT_MS);

describe("kernels for wide registers", () => {
  test.runIf(process.platform === "linux")("are the fastest where V8 pairs vectors", async () => {
    const { build } = await compileFastestKernels(paths.folder);
    expect(build).toBe(pairsVectors ? "wide-simd" : otherBuild);
  });

  test.runIf(process.platform === "linux")("may be tried out in another process", async () => {
    expect(await tryOutAside(paths.folder)).toBe(pairsVectors);
  });

  test("are left out where the process that tries them out fails", async () => {
    expect(await tryOutAside(tmpdir())).toBe(false);
  });

  test("train neither in the deterministic mode nor what is done before they are tried out", async () => {
    const long = { epochs: 100, deterministic: false };
    const build = async (words: number, options: typeof long) =>
      (await compileTrainingKernels(paths.folder, words, options)).build;
    expect(await build(1e6, { ...long, deterministic: true })).toBe(otherBuild);
    expect(await build(1e4, long)).toBe(otherBuild);
    expect(await build(1e6, long)).toBe(pairsVectors ? "wide-simd" : otherBuild);
  });

  test.runIf(supportsRelaxedSimd())("are left out where they are not faster", async () => {
    const relaxed = await kernelModule("relaxed");
    expect(compileWideKernels(await readFile(paths.kernelsRelaxed), relaxed)).toBeUndefined();
  });

  test.runIf(pairsVectors)("are left out where they give other vectors", async () => {
    const bytes = await readFile(paths.kernelsWide);
    const relaxed = await kernelModule("relaxed");
    expect(compileWideKernels(bytes, relaxed)).toBeDefined();
    // A constant of the logistic function.
    const constant = Buffer.alloc(4);
    constant.writeFloatLE(289918.94);
    const at = bytes.indexOf(constant);
    expect(at).toBeGreaterThan(0);
    bytes.writeFloatLE(200000, at);
    expect(compileWideKernels(bytes, relaxed)).toBeUndefined();
  });
});
