import { cpSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { prepareSampleWorkspace, SAMPLE_WORKSPACE } from "../../scripts/sampleWorkspace.mjs";

/** A folder of its own with the sample text, 1.8 million words; `remove` takes it away. */
export interface SampleFolder {
  readonly path: string;
  readonly remove: () => void;
}

/** Copies the sample workspace to a folder named `sotu`. */
export function copySampleWorkspace(): SampleFolder {
  prepareSampleWorkspace();
  const parent = mkdtempSync(path.join(os.tmpdir(), "wordfield-sample-"));
  const folder = path.join(parent, "sotu");
  cpSync(SAMPLE_WORKSPACE, folder, { recursive: true });
  return { path: folder, remove: () => rmSync(parent, { recursive: true, force: true }) };
}
