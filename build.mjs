// Builds dist/: bundles with esbuild, numeric kernels with the AssemblyScript compiler.
// Options: --production, --watch, --outdir DIR (default dist).
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import asc from "assemblyscript/asc";
import { context } from "esbuild";
import { describeRuntimeLibraries, linkModels } from "./scripts/encoderFiles.mjs";
import { KERNEL_MODULES } from "./scripts/kernelModules.mjs";
import { findJieba } from "./scripts/jieba.mjs";

const { production, watch, outdir } = parseArgs({
  options: {
    production: { type: "boolean", default: false },
    watch: { type: "boolean", default: false },
    outdir: { type: "string", default: "dist" },
  },
}).values;
const common = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  logLevel: watch ? "info" : "warning", // "info" says when a build starts and ends: .vscode/tasks.json waits for it
  metafile: true,
  target: "es2023",
};
const node = {
  ...common,
  platform: "node",
  format: "cjs",
  external: ["vscode", "onnxruntime-node", "onnxruntime-common"],
};
const targets = [
  // Everything that runs in Node lies side by side in dist/, under the name of its source file.
  {
    ...node,
    entryPoints: ["src/extension.ts", "src/cli.ts", "src/**/*.process.ts", "src/**/*.worker.ts"],
    entryNames: "[name]",
    outdir,
  },
  {
    ...common,
    platform: "browser",
    format: "esm",
    entryPoints: ["webview-ui/main.ts", "webview-ui/styles/page.css"],
    entryNames: "[name]",
    loader: { ".ttf": "file" },
    assetNames: "[name]",
    outdir: `${outdir}/webview`,
  },
];
// Maps that are written as pages of their own have these two within them.
targets.push({
  ...common,
  sourcemap: false,
  minify: true,
  platform: "browser",
  format: "iife",
  entryPoints: { mapViewer: "webview-ui/mapFile/viewer.ts" },
  outdir,
});
targets.push({
  ...common,
  sourcemap: false,
  minify: true,
  entryPoints: { mapViewer: "webview-ui/mapFile/viewer.css" },
  outdir,
});
if (!production)
  targets.push({
    ...node,
    entryPoints: ["test/integration/**/*.test.ts"],
    outbase: "test",
    outdir: `${outdir}/test`,
    external: [...node.external, "mocha"],
  });

const bundled = ["node_modules/assemblyscript/std/assembly/index.d.ts"]; // its library is in the kernels
await rm(outdir, { recursive: true, force: true });
await mkdir(`${outdir}/webview`, { recursive: true });
for (const { name, options } of KERNEL_MODULES)
  await compile([...options, "--outFile", `${outdir}/${name}`]);
for (const file of ["codicon.css", "codicon.ttf"]) {
  const source = `node_modules/@vscode/codicons/dist/${file}`;
  await copyFile(source, `${outdir}/webview/${file}`);
  bundled.push(source);
}
// Native code for this platform; where it is not, Chinese is left to ICU.
for (const { source, name } of findJieba()) {
  await copyFile(source, `${outdir}/${name}`);
  if (name.endsWith(".txt")) bundled.push(path.relative(".", source).replaceAll("\\", "/"));
}
// Where ONNX Runtime's libraries for GPUs are, of the version that is used: what its own installation would fetch.
await writeFile(`${outdir}/runtimeLibraries.json`, JSON.stringify(describeRuntimeLibraries()));
if (!production) linkModels(outdir); // a package gets copies: scripts/package.mjs
const contexts = await Promise.all(targets.map((target) => context(target)));
if (watch) {
  await Promise.all(contexts.map((c) => c.watch()));
} else {
  const results = await Promise.all(contexts.map((c) => c.rebuild())); // a failed build rejects here: exit code 1
  await Promise.all(contexts.map((c) => c.dispose()));
  for (const { metafile } of results)
    for (const { inputs } of Object.values(metafile.outputs))
      for (const [file, { bytesInOutput }] of Object.entries(inputs))
        if (bytesInOutput > 0 && file.includes("node_modules/")) bundled.push(file);
  // What of node_modules is in the result: scripts/notices.mjs makes the third-party notices from it.
  await writeFile(`${outdir}/bundled.json`, JSON.stringify([...new Set(bundled)].sort(), null, 1));
}

async function compile(options) {
  const { error, stderr } = await asc.main(options);
  if (error) throw new Error(`asc ${options.join(" ")}: ${stderr.toString()}`);
}
