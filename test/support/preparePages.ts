// Makes once what all tests of the page share, so that their files can run side by side: the built page, models, their maps.
import { createEngine } from "../../src/engine/engine.ts";
import type { ModelDescription } from "../../src/protocol/modelMessages.ts";
import { builtPaths } from "./builtEntries.ts";
import {
  groundedModel,
  laterModel,
  sampleModel,
  SAMPLE_MAP,
  untrainedModel,
} from "./pageModels.ts";
import { buildPage } from "./pageServer.ts";

/** Builds the page as it ships, makes the models that are not there yet, and places their words. */
export async function setup(): Promise<void> {
  const { folder } = await builtPaths();
  const quiet = () => undefined;
  const engine = createEngine({ folder, emit: quiet, log: quiet, keepsIndexes: true });
  // Kept beside the model: no test waits for it again, and no two make it at the same time.
  const place = ({ path: modelPath }: ModelDescription) =>
    engine.calls.projectMap({ runId: modelPath, modelPath, settings: SAMPLE_MAP });
  const [, model] = await Promise.all([buildPage(), sampleModel(engine)]);
  const withMeaning = async () => {
    const grounded = await groundedModel(engine, model);
    await Promise.all([place(grounded), untrainedModel(engine, model).then(place)]);
  };
  await Promise.all([withMeaning(), place(model), laterModel(engine)]);
  await engine.close();
}
