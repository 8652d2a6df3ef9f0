import { extname } from "node:path";
import { composeWord2vecBinary } from "../embeddings/formats/word2vecBinary.ts";
import { composeWord2vecText } from "../embeddings/formats/word2vecText.ts";
import { writeAside } from "../embeddings/writeAside.node.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import { exportFastText } from "./exportFastText.ts";
import type { OpenModels } from "./openModels.ts";

/**
 * Writes a model in a format of other programs, aside and renamed; where none is asked for, a name that ends in .bin
 * means fastText's, any other word2vec text.
 *
 * Errors: those of opening the model; `bad-input` for what the format cannot hold; `file-unwritable`, `canceled`.
 */
export async function exportModel(
  models: OpenModels,
  { modelPath, outputPath, format }: EngineRequests["exportModel"]["params"],
  signal?: AbortSignal,
): Promise<EngineRequests["exportModel"]["result"]> {
  const isBin = extname(outputPath).toLowerCase() === ".bin";
  const chosen = format ?? (isBin ? "fasttext" : "word2vec-text");
  if (chosen === "fasttext") return exportFastText(models, modelPath, outputPath, signal);
  const { embeddings } = await models.open(modelPath);
  const { words, dimension, index } = embeddings;
  const compose = chosen === "word2vec-binary" ? composeWord2vecBinary : composeWord2vecText;
  const composed = await compose(
    { words, dimension, readRow: (wordId) => index.rawVector(wordId) },
    signal,
  );
  await writeAside(
    outputPath,
    async (append) => {
      for await (const chunk of composed.chunks) await append(chunk);
    },
    signal,
  );
  return { words: composed.words, warnings: composed.warnings };
}
