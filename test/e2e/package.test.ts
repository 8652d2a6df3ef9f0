import { readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { packagePath } from "../support/vscode.ts";

/** The encoders are 32 MB of it, ONNX Runtime for this platform 10 to 30, jieba and its dictionary 3. */
const MAX_BYTES = 60_000_000;

/** Gives the names in a zip archive's central directory. */
function zipEntries(file: string): string[] {
  const bytes = readFileSync(file);
  const names: string[] = [];
  const signature = Buffer.from([0x50, 0x4b, 1, 2]);
  for (let at = bytes.indexOf(signature); at >= 0; at = bytes.indexOf(signature, at + 46))
    names.push(bytes.toString("utf8", at + 46, at + 46 + bytes.readUInt16LE(at + 28)));
  return names;
}

describe("the packed extension", () => {
  it("is smaller than 60 MB with both encoders and ONNX Runtime for one platform", () => {
    const { size } = statSync(packagePath());
    console.log(`packed extension: ${(size / 1e6).toFixed(2)} MB`);
    expect(size).toBeLessThan(MAX_BYTES);
  });

  it("holds the entries, the kernels, the page and the notices, and no source", () => {
    const entries = zipEntries(packagePath());
    for (const name of [
      "dist/extension.js",
      "dist/cli.js",
      "dist/commandLine.process.js",
      "dist/engine.process.js",
      "dist/kernels.simd.wasm",
      "dist/kernels.relaxed.wasm",
      "dist/kernels.wide.wasm",
      "dist/kernelTrial.process.js",
      "dist/webview/main.js",
      "dist/encoder.process.js",
      "dist/models/all-MiniLM-L6-v2/onnx/model_quantized.onnx",
      "dist/models/bge-small-zh-v1.5/tokenizer.json",
      "dist/node_modules/onnxruntime-node/package.json",
      "dist/node_modules/onnxruntime-common/package.json",
      "dist/node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm",
      "THIRD-PARTY-NOTICES.txt",
      "LICENSE.txt",
    ])
      expect(entries).toContain(`extension/${name}`);
    const runtime = /^extension\/dist\/node_modules\/onnxruntime-(node|common|web)\//;
    expect(entries.filter((name) => /\.(ts|map)$|\/(src|test)\//.test(name))).toEqual([]);
    expect(entries.filter((name) => name.includes("node_modules") && !runtime.test(name))).toEqual(
      [],
    );
  });

  it("holds ONNX Runtime's native library for one platform", () => {
    const platforms = zipEntries(packagePath()).flatMap(
      (name) => /\/bin\/napi-v6\/(\w+\/\w+)\/.*\.node$/.exec(name)?.[1] ?? [],
    );
    expect(platforms).toEqual([`${process.platform}/${process.arch}`]);
  });
});
