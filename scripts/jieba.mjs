// @ts-check
// The segmenter of Chinese: native code for this machine, and its dictionary. An optional dependency: it may be missing.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./processes.mjs";

const SCOPE = path.join(ROOT, "node_modules/@node-rs");

/**
 * Finds the files, and says under which names they lie beside the bundles.
 *
 * @returns {{ source: string, name: string }[]} none where the package is not installed
 */
export function findJieba() {
  const dictionary = path.join(SCOPE, "jieba/dict.txt");
  if (!existsSync(dictionary)) return [];
  const binaries = readdirSync(SCOPE)
    .filter((name) => name.startsWith(`jieba-${process.platform}-${process.arch}`))
    .flatMap((name) =>
      readdirSync(path.join(SCOPE, name))
        .filter((file) => file.endsWith(".node"))
        .map((file) => path.join(SCOPE, name, file)),
    );
  if (binaries[0] === undefined) return [];
  return [
    { source: binaries[0], name: "jieba.node" },
    { source: dictionary, name: "jieba.dict.txt" },
  ];
}
