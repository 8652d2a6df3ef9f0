// @ts-check
// The files that encoders need beside the bundles: the models, and in a package ONNX Runtime for one platform.
import { existsSync, lstatSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./processes.mjs";

/** The folder of the models below the bundles. */
const MODELS_NAME = "models";

/**
 * Makes the models appear beside the bundles, without a copy; without models there, encoders are missing.
 *
 * @param {string} outdir
 */
export function linkModels(outdir) {
  const models = path.join(ROOT, "models");
  const link = path.resolve(ROOT, outdir, MODELS_NAME);
  if (!existsSync(models)) return;
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link, { recursive: true });
  symlinkSync(models, link, "junction"); // a plain link where there are no junctions
}
