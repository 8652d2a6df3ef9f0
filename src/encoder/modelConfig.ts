/** What config.json of a model in Hugging Face layout says, as far as it matters here. */
import { WordfieldError } from "../errors.ts";

/** The measures of a BERT. */
export interface ModelConfig {
  /** For example "bert". */
  readonly family: string;
  readonly layers: number;
  readonly hiddenSize: number;
  readonly heads: number;
  readonly vocabularySize: number;
  /** Tokens of a text, special ones included. */
  readonly maximumTokens: number;
  readonly paddingId: number;
  /** Heads that the architecture has: for masked words, for the next sentence. */
  readonly hasMaskedWords: boolean;
  readonly hasNextSentence: boolean;
}

// Encoders whose layer norms stand behind each block: in others, "hidden states" by the rule of `bertTaps.ts` would be wrong.
const FAMILIES = new Set([
  "bert",
  "distilbert",
  "roberta",
  "xlm-roberta",
  "camembert",
  "electra",
  "mpnet",
  "ernie",
  "albert",
]);
/** Positions of these begin behind the number of the padding token. */
const SHIFTED_POSITIONS = new Set(["roberta", "xlm-roberta", "camembert", "mpnet"]);

const LARGEST = {
  layers: 256,
  hiddenSize: 16_384,
  heads: 256,
  vocabulary: 10_000_000,
  tokens: 8_192,
};

/**
 * Checks what config.json holds. `file` is its path, for sentences.
 *
 * Errors: `bad-format` where a number is missing or absurd; `bad-input` for a model of another family.
 */
export function parseModelConfig(json: unknown, file: string): ModelConfig {
  const fields = typeof json === "object" && json !== null ? (json as Record<string, unknown>) : {};
  const family = fields["model_type"];
  if (typeof family !== "string")
    throw new WordfieldError(
      "bad-format",
      `${file} names no model_type. Choose a folder with a BERT in Hugging Face layout.`,
    );
  if (!FAMILIES.has(family))
    throw new WordfieldError(
      "bad-input",
      `${file} says that this is a model of the family "${family.slice(0, 60)}". Choose a BERT-like encoder: ${[...FAMILIES].join(", ")}.`,
    );
  const number = (names: readonly string[], least: number, most: number, fallback?: number) => {
    const name = names.find((candidate) => fields[candidate] !== undefined);
    const value = name === undefined ? fallback : fields[name];
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most)
      throw new WordfieldError(
        "bad-format",
        `${file}: ${names[0]} is ${JSON.stringify(value)?.slice(0, 60) ?? "missing"}, expected a whole number from ${least} to ${most}.`,
      );
    return value;
  };
  const paddingId = number(["pad_token_id"], 0, LARGEST.vocabulary, 0);
  const architectures = JSON.stringify(fields["architectures"] ?? []);
  const positions = number(
    ["max_position_embeddings", "n_positions"],
    2,
    LARGEST.tokens + 600,
    512,
  );
  return {
    family,
    layers: number(["num_hidden_layers", "n_layers"], 1, LARGEST.layers),
    hiddenSize: number(["hidden_size", "dim"], 1, LARGEST.hiddenSize),
    heads: number(["num_attention_heads", "n_heads"], 1, LARGEST.heads),
    vocabularySize: number(["vocab_size"], 2, LARGEST.vocabulary),
    maximumTokens: Math.min(
      LARGEST.tokens,
      SHIFTED_POSITIONS.has(family) ? Math.max(2, positions - paddingId - 1) : positions,
    ),
    paddingId,
    hasMaskedWords: /MaskedLM|ForPreTraining/.test(architectures),
    hasNextSentence: /NextSentence|BertForPreTraining/.test(architectures),
  };
}
