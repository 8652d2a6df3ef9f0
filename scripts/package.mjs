// @ts-check
// Packs the extension: a production build, its third-party notices and the files of .vscodeignore, into out/*.vsix.
//
//   package.mjs [--target linux-x64|darwin-arm64|…] [--pre-release]
//
// A package for one platform holds the encoders and ONNX Runtime for it, native where there is one, and in WebAssembly where the
// native one may not load; the universal one holds no encoder, and the runtime in WebAssembly.
//
// Everything is staged in out/package/, so that packing touches neither dist/ nor the manifest.
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureDependencies } from "./dependencies.mjs";
import { stageEncoder, stageWasm } from "./encoderFiles.mjs";
import { stageJieba } from "./jieba.mjs";
import { ensureModels } from "./models.mjs";
import { makeNotices, NOTICES } from "./notices.mjs";
import { fail, ROOT, run, toolScript } from "./processes.mjs";

const STAGE = path.join(ROOT, "out/package");
const STAGED =
  /^(package\.nls(\..+)?\.json|l10n|media|README\.md|CHANGELOG\.md|LICENSE|\.vscodeignore)$/;
const DEVELOPMENT_FIELDS = [
  "private",
  "scripts",
  "allowScripts",
  "devDependencies",
  "dependencies",
  "optionalDependencies",
];

/**
 * Builds the package and gives its path.
 *
 * @param {{ target?: string | undefined, preRelease?: boolean }} options
 */
async function packageExtension({ target, preRelease = false }) {
  await ensureDependencies();
  rmSync(STAGE, { recursive: true, force: true });
  mkdirSync(STAGE, { recursive: true });
  await runTool("The build", ["build.mjs", "--production", "--outdir", "out/package/dist"]);
  if (target) {
    await ensureModels();
    stageEncoder(path.join(STAGE, "dist"), target);
  } else stageWasm(path.join(STAGE, "dist"));
  await stageJieba(path.join(STAGE, "dist"), target);
  for (const name of readdirSync(ROOT).filter((entry) => STAGED.test(entry)))
    cpSync(path.join(ROOT, name), path.join(STAGE, name), { recursive: true });
  const manifest = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  for (const field of DEVELOPMENT_FIELDS) delete manifest[field];
  writeFileSync(path.join(STAGE, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(path.join(STAGE, NOTICES), makeNotices(path.join(STAGE, "dist")));

  const vsix = path.join(ROOT, `out/wordfield-${target ?? "universal"}.vsix`);
  rmSync(vsix, { force: true });
  const options = [
    "--no-dependencies",
    "--allow-missing-repository",
    "--no-rewrite-relative-links",
  ];
  if (target) options.push("--target", target);
  if (preRelease) options.push("--pre-release");
  const vsce = toolScript("@vscode/vsce", "vsce");
  await runTool("vsce", [vsce, "package", ...options, "--out", vsix], STAGE);
  console.log(`${path.relative(ROOT, vsix)}: ${(statSync(vsix).size / 1e6).toFixed(2)} MB`);
}

/**
 * @param {string} what
 * @param {readonly string[]} args
 * @param {string} [cwd]
 */
async function runTool(what, args, cwd = ROOT) {
  const { code } = await run(process.execPath, args, { cwd });
  if (code !== 0) throw new Error(`${what} failed: its message stands above.`);
}

const { target, "pre-release": preRelease } = parseArgs({
  options: { target: { type: "string" }, "pre-release": { type: "boolean", default: false } },
}).values;
await packageExtension({ target, preRelease }).catch(fail);
