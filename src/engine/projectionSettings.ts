/** What a map is made with: checked, and completed by the methods' defaults. */
import { WordfieldError } from "../errors.ts";
import type { ProjectedMap, ProjectionSettings } from "../protocol/mapMessages.ts";

/** Bounds of the settings, both ends allowed. */
const RANGES = {
  count: [1, 1_000_000],
  seed: [0, 2 ** 32 - 1],
  neighbors: [2, 200],
  minimumDistance: [0, 1],
  epochs: [1, 10_000],
  perplexity: [2, 500],
} as const;
const NAMES: Readonly<Record<keyof typeof RANGES, string>> = {
  count: "number of words",
  seed: "seed",
  neighbors: "number of neighbors",
  minimumDistance: "least distance",
  epochs: "number of epochs",
  perplexity: "perplexity",
};

/**
 * Checks settings and fills in what they do not say; `words` is the number of the model's words, `hasGeneral` whether it has
 * general vectors.
 *
 * Errors: `bad-input` with the value and what is allowed.
 */
export function completeSettings(
  settings: ProjectionSettings,
  { words, hasGeneral }: { readonly words: number; readonly hasGeneral: boolean },
): ProjectedMap["settings"] {
  const { method, dimensions, axes, balance = "auto" } = settings;
  const count = Math.min(settings.count, words);
  const complete = {
    method,
    dimensions,
    count,
    seed: settings.seed,
    // Without general vectors both are the same map.
    balance: balance === "auto" && !hasGeneral ? 0 : balance,
    neighbors: settings.neighbors ?? 15,
    minimumDistance: settings.minimumDistance ?? 0.1,
    epochs: settings.epochs ?? (method === "t-sne" ? 500 : 200),
    perplexity: settings.perplexity ?? 30,
  };
  for (const name of Object.keys(RANGES) as (keyof typeof RANGES)[]) {
    const [least, most] = RANGES[name];
    const value = name === "count" ? settings.count : complete[name];
    const isAllowed =
      value >= least && value <= most && (name === "minimumDistance" || Number.isInteger(value));
    // A perplexity is a weighted number and need not be whole.
    if (!isAllowed && !(name === "perplexity" && value >= least && value <= most))
      throw new WordfieldError(
        "bad-input",
        `The ${NAMES[name]} of a map cannot be ${value}. Choose ${least.toLocaleString("en-US")} to ${most.toLocaleString("en-US")}.`,
      );
  }
  if (balance !== "auto" && !(balance >= 0 && balance <= 1))
    throw new WordfieldError(
      "bad-input",
      `The balance of a map cannot be ${balance}. Choose a number from 0 to 1, or auto.`,
    );
  if (dimensions !== 2 && dimensions !== 3)
    throw new WordfieldError(
      "bad-input",
      `A map of ${String(dimensions)} dimensions cannot be drawn. Choose 2 or 3.`,
    );
  if (method !== "axes") return complete;
  if (axes?.length !== dimensions)
    throw new WordfieldError(
      "bad-input",
      `A map of ${dimensions} axes needs ${dimensions} formulas, as “she - he”; there are ${axes?.length ?? 0}.`,
    );
  return { ...complete, axes };
}
