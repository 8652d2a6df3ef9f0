/** The vectors that a question is put to: those that were trained, or these joined with general ones. */
import type { VectorIndex } from "../embeddings/vectorIndex.ts";
import { WordfieldError } from "../errors.ts";
import type { Balance } from "../protocol/groundingMessages.ts";
import type { AutoBalance } from "../protocol/modelMessages.ts";
import type { OpenModel } from "./openModels.ts";

/**
 * Gives a model's vectors under a balance; a model without general vectors has those that were trained, whatever is left to
 * it.
 *
 * Errors: `bad-input` where general vectors are asked for that the model does not have; `out-of-memory`.
 */
export async function vectorsUnder(
  model: OpenModel,
  balance: Balance = "auto",
): Promise<VectorIndex> {
  if (balance === 0) return model.embeddings.index;
  const grounding = await model.grounding();
  if (grounding) return grounding.index.under(balance);
  if (balance === "auto") return model.embeddings.index;
  throw withoutGeneralVectors(model.description.path);
}

/** Says what "auto" makes of a word; undefined for a model without general vectors. */
export async function autoOf(model: OpenModel, wordId: number): Promise<AutoBalance | undefined> {
  const grounding = await model.grounding();
  if (!grounding) return undefined;
  const kept = grounding.index.keptOf(wordId);
  return { kept, balance: grounding.index.autoBalance(kept ?? 0) };
}

/** The error for a model that no encoder has added to. */
export function withoutGeneralVectors(modelPath: string): WordfieldError {
  return new WordfieldError(
    "bad-input",
    `${modelPath} has no general vectors. Add them with: wordfield ground ${modelPath}`,
  );
}
