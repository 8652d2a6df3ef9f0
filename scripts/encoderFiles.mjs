// @ts-check
// The files that encoders need beside the bundles: the models, and in a package ONNX Runtime for one platform.
import { cpSync, existsSync, lstatSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { bundledModels, MODELS } from "./models.mjs";
import { ROOT } from "./processes.mjs";

const RUNTIME = "onnxruntime-node";

/**
 * macOS has its library twice, byte for byte; the binding links the one without the version's last numbers. Windows has
 * DirectML for its GPU: the shader compiler of WebGPU, 8 MB packed, would make the package too large.
 */
const LEFT_OUT = /^(libonnxruntime\.\d+\.\d.*\.dylib|dxcompiler\.dll|dxil\.dll)$/;

/** The platform of this machine, as packages are named. */
export const MACHINE_TARGET = `${process.platform}-${process.arch}`;

/**
 * Tells whether ONNX Runtime has a native library for a platform; elsewhere encoders run in WebAssembly.
 *
 * @param {string} target for example linux-x64
 */
function hasRuntime(target) {
  return existsSync(binaries(target));
}

/** Reads from ONNX Runtime's installer which libraries its package leaves out, by platform, and where they are. */
export function describeRuntimeLibraries() {
  const { feeds, manifests, packages, requirements } = createRequire(import.meta.url)(
    `${RUNTIME}/script/install-metadata.js`,
  );
  /** @type {Record<string, { index: string, name: string, version: string, files: string[] }>} */
  const found = {};
  for (const [platform, [wanted]] of Object.entries(requirements)) {
    if (wanted === undefined) continue;
    const files = Object.values(manifests[`${platform}:${wanted}`]);
    const { name, versions } = packages[files[0].package];
    const [{ feed, version }] = versions;
    const paths = files.map((file) => file.path);
    found[platform] = { index: feeds[feed].index, name, version, files: paths };
  }
  return found;
}

/**
 * Makes the models appear beside the bundles, without a copy; where they have not been fetched, they are missing there too.
 *
 * @param {string} outdir
 */
export function linkModels(outdir) {
  const link = path.resolve(ROOT, outdir, "models");
  if (!existsSync(MODELS)) return;
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link, { recursive: true });
  symlinkSync(MODELS, link, "junction"); // a plain link where there are no junctions
}

/**
 * Copies the models and ONNX Runtime for one platform beside the bundles of a package.
 *
 * @param {string} dist
 * @param {string} target
 */
export function stageEncoder(dist, target) {
  for (const { name } of bundledModels())
    cpSync(path.join(MODELS, name), path.join(dist, "models", name), { recursive: true });
  if (needsWasm(target)) stageWasm(dist);
  if (!hasRuntime(target)) return;
  const packages = path.join(dist, "node_modules");
  const copy = (/** @type {string} */ part) =>
    cpSync(path.join(ROOT, "node_modules", part), path.join(packages, part), {
      recursive: true,
      filter: (source) => !/\.(map|d\.ts)$|[\\/]esm$/.test(source),
    });
  for (const part of ["package.json", "dist"]) copy(path.join(RUNTIME, part));
  for (const part of ["package.json", "dist"]) copy(path.join("onnxruntime-common", part));
  const folder = path.relative(path.join(ROOT, "node_modules"), binaries(target));
  for (const name of readdirSync(binaries(target)))
    if (!LEFT_OUT.test(name)) copy(path.join(folder, name));
}

/**
 * Tells whether a package needs ONNX Runtime in WebAssembly: not where the native one can always be loaded. Linux may have an old
 * glibc or musl.
 *
 * @param {string} target
 */
function needsWasm(target) {
  return !target.startsWith("win32-") && target !== "darwin-arm64";
}

/**
 * Copies ONNX Runtime in WebAssembly beside the bundles of a package: three files and the package that they share.
 *
 * @param {string} dist
 */
export function stageWasm(dist) {
  const web = "onnxruntime-web";
  for (const part of [
    "package.json",
    ...["ort.node.min.js", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"].map(
      (name) => `dist/${name}`,
    ),
    ...["package.json", "dist/cjs"].map((name) => `node_modules/onnxruntime-common/${name}`),
  ])
    cpSync(path.join(ROOT, "node_modules", web, part), path.join(dist, "node_modules", web, part), {
      recursive: true,
      filter: (source) => !/\.(map|d\.ts)$/.test(source),
    });
}

/** @param {string} target */
function binaries(target) {
  const [platform = "", arch = ""] = target.split("-");
  return path.join(ROOT, "node_modules", RUNTIME, "bin/napi-v6", platform, arch);
}
