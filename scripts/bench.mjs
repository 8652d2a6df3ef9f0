// Runs benchmarks: node scripts/bench.mjs [NAME] [ARGUMENT…]; without a name it lists them.
import { spawnSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "test/benchmarks");
const names = (await readdir(folder))
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => basename(file, ".bench.ts"));
const [name, ...rest] = process.argv.slice(2);
if (!names.includes(name)) {
  console.log(`Benchmarks: ${names.join(", ")}. Run one with: npm run bench -- NAME`);
  process.exit(name === undefined ? 0 : 2);
}
// Two folders below the root, as test/support is: what is found from there by a relative path is found from here.
const outfile = join(root, "out/bench", `${name}.mjs`);
await build({
  entryPoints: [join(folder, `${name}.bench.ts`)],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  external: ["../../scripts/*"],
  target: "es2023",
  sourcemap: "inline",
  logLevel: "warning",
});
process.exitCode = spawnSync(process.execPath, ["--enable-source-maps", outfile, ...rest], {
  stdio: "inherit",
  cwd: root,
}).status;
