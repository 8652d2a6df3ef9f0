import { extname } from "node:path";
import { composeWord2vecBinary } from "../embeddings/formats/word2vecBinary.ts";
import { composeWord2vecText } from "../embeddings/formats/word2vecText.ts";
import { writeAside } from "../embeddings/writeAside.node.ts";
import { WordfieldError } from "../errors.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import { vectorsUnder } from "./balance.ts";
import { exportFastText } from "./exportFastText.ts";
import type { OpenModels } from "./openModels.ts";

/**
 * Writes a model in a format of other programs, aside and renamed; where none is asked for, a name that ends in .bin
 * means fastText's, any other word2vec text. Under a balance other than 0, what was trained as it is, vectors have unit length.
 *
 * Errors: those of opening the model; `bad-input` for what the format cannot hold; `file-unwritable`, `canceled`.
 */
export async function exportModel(
  models: OpenModels,
  { modelPath, outputPath, format, balance = 0 }: EngineRequests["exportModel"]["params"],
  signal?: AbortSignal,
): Promise<EngineRequests["exportModel"]["result"]> {
  const isBin = extname(outputPath).toLowerCase() === ".bin";
  const chosen = format ?? (isBin ? "fasttext" : "word2vec-text");
  if (chosen === "fasttext") {
    if (balance !== 0)
      throw new WordfieldError(
        "bad-input",
        `fastText's format holds what was trained, and the balance ${balance} asks for general meaning. Export it as .vec, or leave the balance out.`,
      );
    return exportFastText(models, modelPath, outputPath, signal);
  }
  const model = await models.open(modelPath);
  const { words } = model.embeddings;
  const index = await vectorsUnder(model, balance);
  const readRow = (wordId: number) =>
    balance === 0 ? model.embeddings.index.rawVector(wordId) : index.unitVector(wordId);
  const compose = chosen === "word2vec-binary" ? composeWord2vecBinary : composeWord2vecText;
  const composed = await compose({ words, dimension: index.dimension, readRow }, signal);
  await writeAside(
    outputPath,
    async (append) => {
      for await (const chunk of composed.chunks) await append(chunk);
    },
    signal,
  );
  return { words: composed.words, warnings: composed.warnings };
}
