// Builds what tests start by path: worker and process entries, and all builds of the kernels.
import { randomUUID } from "node:crypto";
import { copyFile, mkdir, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { build } from "esbuild";
import { linkModels } from "../../scripts/encoderFiles.mjs";
import { findJieba } from "../../scripts/jieba.mjs";
import { KERNEL_MODULES, KERNEL_SOURCES } from "../../scripts/kernelModules.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const FOLDER = join(ROOT, "out/test-build");

/** How long a `beforeAll` that builds may take: two seconds on a free machine, much more on a busy one. */
export const BUILD_TIMEOUT_MS = 180_000;

/** Paths of what was built. */
export interface BuiltPaths {
  readonly trainerWorker: string;
  readonly kernelsSimd: string;
  readonly kernelsRelaxed: string;
  readonly kernelsWide: string;
  readonly classifyKernelsSimd: string;
  readonly classifyKernelsRelaxed: string;
  /** All of it lies here, under the names that dist/ has: `<name>.worker.js`, `kernels.<build>.wasm`. */
  readonly folder: string;
}

let built: Promise<BuiltPaths> | undefined;

/** Builds all workers and kernels unless they are newer than their sources; safe in test processes side by side. */
export function builtPaths(): Promise<BuiltPaths> {
  return (built ??= buildAll());
}

async function buildAll(): Promise<BuiltPaths> {
  await mkdir(FOLDER, { recursive: true });
  await Promise.all([
    ...KERNEL_MODULES.map(({ name, options }) =>
      unlessNewer(name, KERNEL_SOURCES, compile(options)),
    ),
    ...findJieba().map(({ source, name }) =>
      unlessNewer(name, [], (path) => copyFile(source, path)),
    ),
    ...(await entries(".worker.ts")).map(buildEntry),
    builtEntry("encoder.process"),
    ...["ts", "css"].map(builtViewer),
  ]);
  await linkOnce();
  return {
    trainerWorker: join(FOLDER, "trainer.worker.js"),
    kernelsSimd: join(FOLDER, "kernels.simd.wasm"),
    kernelsRelaxed: join(FOLDER, "kernels.relaxed.wasm"),
    kernelsWide: join(FOLDER, "kernels.wide.wasm"),
    classifyKernelsSimd: join(FOLDER, "classifyKernels.simd.wasm"),
    classifyKernelsRelaxed: join(FOLDER, "classifyKernels.relaxed.wasm"),
    folder: FOLDER,
  };
}

/** Several test processes may link at the same time: whoever comes second finds what it wanted. */
async function linkOnce(): Promise<void> {
  const isThere = await stat(join(FOLDER, "models")).then(
    () => true,
    () => false, // not linked yet
  );
  if (isThere) return;
  try {
    linkModels(FOLDER);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** Builds tokenizer.wasm, which is in the same folder as the rest, alone and returns its path. */
export async function builtTokenizer(): Promise<string> {
  await mkdir(FOLDER, { recursive: true });
  const { name, options } = KERNEL_MODULES.find(({ name }) => name === "tokenizer.wasm")!;
  await unlessNewer(name, KERNEL_SOURCES, compile(options));
  return join(FOLDER, name);
}

/** Builds the command line and whatever it starts, and returns the path of its entry. */
export async function builtCommandLine(): Promise<string> {
  const [entry] = await Promise.all([
    builtEntry("cli"),
    builtEntry("commandLine.process"),
    builtPaths(),
  ]);
  return entry;
}

/** Builds the entry `src/…/<name>.ts` into the same folder, for example `engine.process`, and returns its path. */
export async function builtEntry(name: string): Promise<string> {
  await mkdir(FOLDER, { recursive: true });
  const [entry] = await entries(`${name}.ts`);
  if (entry === undefined) throw new Error(`No ${name}.ts below src.`);
  return buildEntry(entry);
}

async function entries(ending: string): Promise<string[]> {
  const files = await readdir(join(ROOT, "src"), { recursive: true });
  return files.filter((file) => file.endsWith(ending)).map((file) => join(ROOT, "src", file));
}

async function buildEntry(source: string): Promise<string> {
  const name = `${basename(source, ".ts")}.js`;
  await unlessNewer(name, ["src"], bundle(source));
  return join(FOLDER, name);
}

/** Builds the program or the style of map pages. */
async function builtViewer(kind: string): Promise<void> {
  const name = `mapViewer.${kind === "ts" ? "js" : kind}`;
  await unlessNewer(name, ["webview-ui/mapFile", "src/drawing"], async (path) => {
    await build({
      entryPoints: [join(ROOT, `webview-ui/mapFile/viewer.${kind}`)],
      outfile: path,
      bundle: true,
      minify: true,
      format: "iife",
      target: "es2023",
      logLevel: "silent",
    });
  });
}

/**
 * Runs `make` with a name of its own and renames the result: a test process that builds at the same time never sees half a
 * file, and the last of several equal results stays.
 */
async function unlessNewer(
  name: string,
  sources: readonly string[],
  make: (path: string) => Promise<void>,
): Promise<void> {
  const target = join(FOLDER, name);
  const newest = await newestChange(sources);
  const info = await stat(target).catch(() => undefined); // absent: to be built
  if (info !== undefined && info.mtimeMs >= newest) return;
  const aside = join(FOLDER, `${randomUUID()}.tmp`);
  // Nothing half-made stays behind where the compiler finds an error.
  try {
    await make(aside);
    await utimes(aside, newest / 1000 + 0.001, newest / 1000 + 0.001);
    await rename(aside, target);
  } finally {
    await rm(aside, { force: true });
  }
}

/** The time of the last change below some files and folders, in milliseconds. */
async function newestChange(paths: readonly string[]): Promise<number> {
  const times = await Promise.all(
    paths.map(async (path) => {
      const full = join(ROOT, path);
      const info = await stat(full);
      if (!info.isDirectory()) return info.mtimeMs;
      const inside = await readdir(full);
      return newestChange(inside.map((name) => join(path, name)));
    }),
  );
  return Math.max(0, ...times);
}

function compile(options: readonly string[]): (path: string) => Promise<void> {
  return async (path) => {
    let binary: Uint8Array | undefined;
    let said = "";
    const { error } = await asc.main([...options, "--baseDir", ROOT, "--outFile", "module.wasm"], {
      stderr: { write: (text: Uint8Array | string) => void (said += text.toString()) },
      writeFile: (_name: string, contents: Uint8Array | string) => {
        if (typeof contents !== "string") binary = contents;
      },
    });
    if (error || binary === undefined) throw new Error(`asc ${options.join(" ")}: ${said}`);
    await writeFile(path, binary);
  };
}

function bundle(entry: string): (path: string) => Promise<void> {
  return async (path) => {
    await build({
      entryPoints: [entry],
      outfile: path,
      bundle: true,
      platform: "node",
      format: "cjs",
      target: "es2023",
      sourcemap: "inline",
      logLevel: "silent",
      external: ["vscode", "onnxruntime-node", "onnxruntime-common"],
    });
  };
}
