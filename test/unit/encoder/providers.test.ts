import { describe, expect, it } from "vitest";
import { candidateProviders, providerLibrary } from "../../../src/encoder/providers.ts";

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
