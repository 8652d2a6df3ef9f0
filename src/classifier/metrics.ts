// How well a classifier does on labeled examples.

/** A label and its probability. */
export interface ScoredLabel {
  /** Number of the label in the dictionary. */
  readonly label: number;
  readonly probability: number;
}

/** How well one label is found. */
export interface LabelScore {
  readonly label: number;
  /** Share of its predictions that are right; null where it was never predicted. */
  readonly precision: number | null;
  /** Share of its examples where it is predicted; null where there are none. */
  readonly recall: number | null;
  /** Harmonic mean of the two; null where both are missing. */
  readonly f1: number | null;
  /** Examples that have it. */
  readonly support: number;
}

/** A label that was taken for another. */
interface Confusion {
  readonly label: number;
  readonly predicted: number;
  readonly count: number;
}

/** How well a classifier does; shares are null where there is nothing to share. */
export interface ClassificationScores {
  readonly examples: number;
  /** Share of the predicted labels that are right. */
  readonly precision: number | null;
  /** Share of the examples' labels that are predicted. */
  readonly recall: number | null;
  /** By falling support. */
  readonly labels: readonly LabelScore[];
  /** The most frequent first: labels of examples whose best prediction is none of their labels. */
  readonly confusions: readonly Confusion[];
}

/**
 * Counts right and wrong predictions.
 *
 * Source: fastText 0.9.2, `Meter`: precision and recall over all predictions and labels together.
 */
export class ClassificationMeter {
  readonly #labels: number;
  readonly #gold: Float64Array;
  readonly #predicted: Float64Array;
  readonly #both: Float64Array;
  readonly #confusions = new Map<number, number>();
  #examples = 0;

  /** `labels` is the number of labels that the classifier knows. */
  constructor(labels: number) {
    this.#labels = labels;
    this.#gold = new Float64Array(labels);
    this.#predicted = new Float64Array(labels);
    this.#both = new Float64Array(labels);
  }

  /** Adds an example: its labels, and what was predicted for it, the most probable first. */
  add(labels: Int32Array, predictions: readonly ScoredLabel[]): void {
    this.#examples++;
    for (const label of labels) this.#gold[label]!++;
    for (const { label } of predictions) {
      this.#predicted[label]!++;
      if (labels.includes(label)) this.#both[label]!++;
    }
    const best = predictions[0]?.label;
    if (best === undefined || labels.includes(best)) return;
    for (const label of labels) {
      const pair = label * this.#labels + best;
      this.#confusions.set(pair, (this.#confusions.get(pair) ?? 0) + 1);
    }
  }

  /** The scores so far, with the most frequent of the confusions. */
  scores(maximumConfusions: number): ClassificationScores {
    const both = sum(this.#both);
    const labels = Array.from({ length: this.#labels }, (_, label) => this.#scoreOf(label));
    const confusions = [...this.#confusions]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, maximumConfusions)
      .map(([pair, count]) => ({
        label: Math.floor(pair / this.#labels),
        predicted: pair % this.#labels,
        count,
      }));
    return {
      examples: this.#examples,
      precision: share(both, sum(this.#predicted)),
      recall: share(both, sum(this.#gold)),
      labels: labels.sort((a, b) => b.support - a.support || a.label - b.label),
      confusions,
    };
  }

  #scoreOf(label: number): LabelScore {
    const [gold, predicted, both] = [
      this.#gold[label]!,
      this.#predicted[label]!,
      this.#both[label]!,
    ];
    return {
      label,
      precision: share(both, predicted),
      recall: share(both, gold),
      f1: share(2 * both, gold + predicted),
      support: gold,
    };
  }
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function sum(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
