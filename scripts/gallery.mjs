// Draws the views and states of the page: node scripts/gallery.mjs [PART OF A NAME]; pictures go to out/gallery.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
// Two folders below the root, as test/support is: what is found from there by a relative path is found from here.
const outfile = join(root, "out/gallery-build/gallery.mjs");
await build({
  entryPoints: [join(root, "test/gallery/gallery.ts")],
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
process.exitCode = spawnSync(
  process.execPath,
  ["--enable-source-maps", outfile, ...process.argv.slice(2)],
  { stdio: "inherit", cwd: root },
).status;
