import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

const EXTENSIONS = /\.(md|txt|ts|js|mjs|cjs|json|css|html|svg|yml|py|h|c|map)$/;

/**
 * Texts as they are: documentation, code, data, speeches and messages in many languages, of the packages that the project
 * is made with; the same ones on the same machine, spread over all packages.
 */
export async function* mixedTexts(maximumBytes: number): AsyncGenerator<string> {
  const folder = resolve("node_modules");
  const paths = (await readdir(folder, { recursive: true }))
    .filter((path) => EXTENSIONS.test(path))
    .sort();
  // A step that has no divisor in common with the number of files goes through all of them.
  const step = 7919 % paths.length === 0 ? 1 : 7919;
  let bytes = 0;
  for (let index = 0; index < paths.length && bytes < maximumBytes; index++) {
    const path = join(folder, paths[(index * step) % paths.length]!);
    const { size } = await stat(path);
    if (size > 1_000_000) continue;
    bytes += size;
    yield new TextDecoder().decode(await readFile(path)); // lone halves of pairs have no bytes
  }
}
