// Sets up what the benchmarks compare with, once, in a folder that git ignores: out/peers.
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Bench } from "./bench.ts";
import { run, tail } from "./measure.ts";

const CACHE = "out/peers";
const PACKAGES = ["gensim==4.4.0", "fasttext-numpy2-wheel==0.9.2", "numpy", "scipy"];
const FASTTEXT_SOURCES = "fasttext==0.9.3";
// The second is not what its authors advise: sums may be reordered, which makes plain loops as fast as their intrinsics.
const NATIVE_FLAGS = ["-O3 -march=native", "-Ofast -march=native -funroll-loops"];
/** Has Google's word2vec.c with it. */
const WORD2VEC_SOURCES = "word2vec==0.11.1";
/** -Ofast gives the same machine code. */
export const WORD2VEC_FLAGS = "-O3 -march=native -funroll-loops -ffast-math";

/** Installs the peers from PyPI and compiles fastText and word2vec.c, or finds all of it done. */
export async function setUpPeers(say: (line: string) => void): Promise<Bench> {
  const cache = resolve(CACHE);
  const sources = resolve("test/benchmarks/peers");
  const scratch = join(cache, "scratch");
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch, { recursive: true });
  const python = await setUpPython(say);
  const nativeFastText = await compileFastText(python, sources, cache, say);
  const nativeWord2vec = await compileWord2vec(python, cache, say);
  return { python, sources, cache, scratch, nativeFastText, nativeWord2vec };
}

/** Installs gensim and fastText into a Python of their own, or finds it done, and returns its path. */
export async function setUpPython(say: (line: string) => void): Promise<string> {
  const cache = resolve(CACHE);
  const environment = join(cache, "python");
  const python = join(environment, "bin/python");
  const installed = join(cache, "installed.json");
  if (await isThere(installed)) return python;
  say(`Installing ${PACKAGES.join(", ")} into ${CACHE} …`);
  await mkdir(cache, { recursive: true });
  await must("python3", ["-m", "venv", "--clear", environment]);
  await must(python, ["-m", "pip", "install", "--quiet", ...PACKAGES]);
  await writeFile(installed, JSON.stringify(PACKAGES));
  return python;
}

async function compileFastText(
  python: string,
  sources: string,
  cache: string,
  say: (line: string) => void,
): Promise<Map<string, string>> {
  const folder = join(cache, "fasttext");
  const builds = new Map(
    NATIVE_FLAGS.map((flags, i) => [flags, join(folder, `train_fasttext_${i}`)]),
  );
  for (const [flags, program] of builds) {
    if (await isThere(program)) continue;
    try {
      const code = join(await unpackSources(python, folder, FASTTEXT_SOURCES), "src");
      say(`Compiling fastText with ${flags} …`);
      await must("c++", [
        ...["-std=c++17", "-pthread", "-DNDEBUG", ...flags.split(" "), `-I${code}`],
        join(sources, "train_fasttext.cc"),
        ...(await readdir(code))
          .filter((name) => name.endsWith(".cc") && name !== "main.cc")
          .map((name) => join(code, name)),
        ...["-o", `${program}.aside`],
      ]);
      await rename(`${program}.aside`, program);
    } catch (error) {
      say(`fastText cannot be compiled here, its wheel stands for it: ${String(error)}`);
      builds.delete(flags);
    }
  }
  return builds;
}

async function compileWord2vec(
  python: string,
  cache: string,
  say: (line: string) => void,
): Promise<string | null> {
  const folder = join(cache, "word2vec");
  const program = join(folder, "word2vec");
  if (await isThere(program)) return program;
  try {
    const code = await unpackSources(python, folder, WORD2VEC_SOURCES);
    say(`Compiling word2vec.c with ${WORD2VEC_FLAGS} …`);
    await must("cc", [
      ...WORD2VEC_FLAGS.split(" "),
      join(code, "word2vec/includes/word2vec.c"),
      ...["-o", `${program}.aside`, "-lm", "-pthread"],
    ]);
    await rename(`${program}.aside`, program);
    return program;
  } catch (error) {
    say(`word2vec.c cannot be compiled here and is left out: ${String(error)}`);
    return null;
  }
}

/** Downloads the sources of a Python package, or finds them, and returns their folder. */
async function unpackSources(python: string, folder: string, requirement: string): Promise<string> {
  const name = requirement.replace("==", "-");
  const code = join(folder, name);
  if (await isThere(code)) return code;
  await mkdir(folder, { recursive: true });
  await must(python, [
    ...["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"],
    ...["--dest", folder, requirement],
  ]);
  await must("tar", ["-xzf", join(folder, `${name}.tar.gz`), "-C", folder]);
  return code;
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function must(program: string, parameters: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await run(program, parameters);
  if (exitCode !== 0) throw new Error(`${program} ended with ${exitCode}: ${tail(stderr)}`);
}
