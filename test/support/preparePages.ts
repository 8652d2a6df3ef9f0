// Makes once what all tests of the page share, so that their files can run side by side: the built page, a model, its map.
import { createEngine } from "../../src/engine/engine.ts";
import { builtPaths } from "./builtEntries.ts";
import { sampleModel, SAMPLE_MAP } from "./pageModels.ts";
import { buildPage } from "./pageServer.ts";

/** Builds the page as it ships, trains the sample's model where there is none yet, and places its words. */
export async function setup(): Promise<void> {
  const { folder } = await builtPaths();
  const quiet = () => undefined;
  const engine = createEngine({ folder, emit: quiet, log: quiet, keepsIndexes: true });
  const [, model] = await Promise.all([buildPage(), sampleModel(engine)]);
  // Kept beside the model: no test waits for it again.
  await engine.calls.projectMap({ runId: "page", modelPath: model.path, settings: SAMPLE_MAP });
  await engine.close();
}
