import type { MissingWords } from "../protocol/modelMessages.ts";
import { visible } from "./style.ts";

/** Says for each word that a model does not have which of its words are spelled alike. */
export function missingSentences({ missing }: MissingWords): string[] {
  return missing.map(({ word, similar }) => {
    const hint =
      similar.length === 0 ? "." : `; spelled alike: ${similar.map(visible).join(", ")}.`;
    return `The model has no word "${visible(word)}"${hint}`;
  });
}
