import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { findJieba } from "../../../scripts/jieba.mjs";
import { missingLibrary } from "../../../src/encoder/missingLibrary.node.ts";
import { candidateProviders, providerLibrary } from "../../../src/encoder/providers.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

describe("candidateProviders", () => {
  it.each([
    ["linux", ["tensorrt", "cuda", "webgpu", "cpu", "wasm"]],
    ["win32", ["dml", "webgpu", "cpu", "wasm"]],
    ["darwin", ["coreml", "webgpu", "cpu", "wasm"]],
    ["freebsd", ["cpu", "wasm"]],
  ])("ends with the processor, native and in WebAssembly, on %s", (platform, providers) => {
    expect(candidateProviders(platform)).toEqual(providers);
  });
});

describe("providerLibrary", () => {
  it("names what the package leaves out on Linux", () => {
    expect(providerLibrary("cuda", "linux")).toBe("libonnxruntime_providers_cuda.so");
    expect(providerLibrary("webgpu", "linux")).toBeUndefined();
    expect(providerLibrary("dml", "win32")).toBeUndefined();
  });
});

describe.runIf(process.platform === "linux")("missingLibrary", () => {
  it("names what a library needs and nobody has", async () => {
    const runtime = dirname(createRequire(import.meta.url).resolve("onnxruntime-node"));
    const binding = `../bin/napi-v6/linux/${process.arch}/onnxruntime_binding.node`;
    const bytes = await readFile(join(runtime, binding));
    bytes.write("libnobodyhasthis.so", bytes.indexOf("libonnxruntime.so.1\0"));
    const path = join(await temporaryFolder(), "needy.so");
    await writeFile(path, bytes);
    expect(missingLibrary(path)).toBe("libnobodyhasthis.so");
  });

  it("names nothing where all is there", () => {
    for (const { source } of findJieba()) expect(missingLibrary(source)).toBeUndefined();
  });
});
