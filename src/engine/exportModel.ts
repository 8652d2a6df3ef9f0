import { composeWord2vecText } from "../embeddings/formats/word2vecText.ts";
import { writeAside } from "../embeddings/writeAside.node.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import type { OpenModels } from "./openModels.ts";

/** Writes a model as word2vec text, aside and renamed. */
export async function exportModel(
  models: OpenModels,
  { modelPath, outputPath }: EngineRequests["exportModel"]["params"],
  signal?: AbortSignal,
): Promise<EngineRequests["exportModel"]["result"]> {
  const { embeddings } = await models.open(modelPath);
  const { words, dimension, index } = embeddings;
  const text = await composeWord2vecText(
    { words, dimension, readRow: (wordId) => index.rawVector(wordId) },
    signal,
  );
  await writeAside(
    outputPath,
    async (append) => {
      for await (const chunk of text.chunks) await append(chunk);
    },
    signal,
  );
  return { words: text.words, warnings: text.warnings };
}
