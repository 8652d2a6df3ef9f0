import { readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { packagePath } from "../support/vscode.ts";

/** jieba and its dictionary are 3 MB of it. */
const MAX_BYTES = 5_000_000;

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
  it("is smaller than 5 MB without the encoder's binaries", () => {
    const { size } = statSync(packagePath());
    console.log(`packed extension: ${(size / 1e6).toFixed(2)} MB`);
    expect(size).toBeLessThan(MAX_BYTES);
  });

  it("holds the entries, the kernels, the page and the notices, and no source", () => {
    const entries = zipEntries(packagePath());
    for (const name of [
      "dist/extension.js",
      "dist/cli.js",
      "dist/engine.process.js",
      "dist/kernels.simd.wasm",
      "dist/kernels.relaxed.wasm",
      "dist/webview/main.js",
      "THIRD-PARTY-NOTICES.txt",
      "LICENSE.txt",
    ])
      expect(entries).toContain(`extension/${name}`);
    expect(entries.filter((name) => /\.(ts|map)$|node_modules|\/(src|test)\//.test(name))).toEqual(
      [],
    );
  });
});
