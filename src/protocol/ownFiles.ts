/**
 * Glob patterns of the text files that trainings leave beside their models: records, indexes, and checkpoints of interrupted ones.
 *
 * They are no text of the user's, so nothing is trained on them.
 */
export const OWN_FILES: readonly string[] = [
  "**/*.run.json",
  "**/*.run.jsonl",
  "**/*.occurrences/{index.json,*.segment}",
  "**/*.checkpoint/{training.json,vocabulary.txt}",
];
