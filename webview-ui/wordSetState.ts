/** The words that are compared with each other. */
import type { MissingWords } from "../src/protocol/modelMessages.ts";
import type { WordComparison } from "../src/protocol/wordMessages.ts";

/** The list, and what came of it. */
export interface WordSet {
  readonly open: boolean;
  /** As it was typed. */
  readonly text: string;
  readonly answer: WordComparison | MissingWords | null;
}
