/** Arguments and options that several subcommands have in common. */

/** The model that a question is put to. */
export const MODEL_ARGUMENT = {
  placeholder: "MODEL",
  help: "Model of “wordfield train”, or vectors of word2vec, GloVe or fastText (.vec, .txt, .bin)",
} as const;

/** How many words an answer lists. */
export const NEIGHBOR_COUNT_OPTION = {
  kind: "integer",
  short: "k",
  placeholder: "N",
  minimum: 1,
  maximum: 1_000,
  default: 10,
  help: "How many words to list",
} as const;
