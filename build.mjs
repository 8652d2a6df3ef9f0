// Builds dist/: bundles with esbuild, numeric kernels with the AssemblyScript compiler. Options: --production, --watch.
import { copyFile, mkdir, rm } from "node:fs/promises";
import asc from "assemblyscript/asc";
import { context } from "esbuild";

const [production, watch] = ["--production", "--watch"].map((flag) => process.argv.includes(flag));
const common = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  logLevel: "warning",
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
    outdir: "dist",
  },
  {
    ...common,
    platform: "browser",
    format: "esm",
    entryPoints: ["webview-ui/main.ts", "webview-ui/styles/page.css"],
    entryNames: "[name]",
    loader: { ".ttf": "file" },
    assetNames: "[name]",
    outdir: "dist/webview",
  },
];
if (!production)
  targets.push({
    ...node,
    entryPoints: ["test/integration/**/*.test.ts"],
    outbase: "test",
    outdir: "dist/test",
    external: [...node.external, "mocha"],
  });

await rm("dist", { recursive: true, force: true });
await mkdir("dist/webview", { recursive: true });
for (const target of production ? ["simd", "relaxed"] : ["simd", "relaxed", "debug"]) {
  const { error, stderr } = await asc.main(["--target", target]);
  if (error) throw new Error(`asc --target ${target}: ${stderr.toString()}`);
}
for (const file of ["codicon.css", "codicon.ttf"])
  await copyFile(`node_modules/@vscode/codicons/dist/${file}`, `dist/webview/${file}`);
const contexts = await Promise.all(targets.map((target) => context(target)));
if (watch) {
  await Promise.all(contexts.map((c) => c.watch()));
} else {
  await Promise.all(contexts.map((c) => c.rebuild())); // a failed build rejects here: exit code 1
  await Promise.all(contexts.map((c) => c.dispose()));
}
