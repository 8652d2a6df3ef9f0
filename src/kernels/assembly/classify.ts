// Trains a classifier on examples, and scores them: Joulin et al. 2016, "Bag of Tricks for Efficient Text Classification".
import { gatherHidden, scatterChange } from "./classifyHidden";
import { listRows, tokenCount } from "./classifyFeatures";
import {
  beginStep,
  logisticOutputs,
  softmaxOutputs,
  stepEveryLabel,
  stepNegatives,
  stepSoftmax,
  stepTree,
} from "./classifyLosses";
import {
  entry,
  exampleLabels,
  exampleOrder,
  inputRow,
  labelCount,
  labelOffsets,
} from "./classifyState";
import { mix, randomBelow } from "./random";

/** The losses, as fastText's files number them. */
const TREE: i32 = 1;
const NEGATIVES: i32 = 2;
const SOFTMAX: i32 = 3;

let lossSum: f64 = 0;

/** Trains the examples from `first` to before `end` in their order; returns how many tokens they have. */
export function trainExamples(first: i32, end: i32, loss: i32, learningRate: f32): i32 {
  let passed = 0;
  for (let position = first; position < end; position++) {
    const example = entry(exampleOrder, position);
    const rows = listRows(example);
    passed += tokenCount;
    gatherHidden(rows);
    beginStep(learningRate);
    lossSum += step(example, loss);
    scatterChange(rows);
  }
  return passed;
}

/** The sum of the losses since it was last taken, each as it was before its step. Units: nats. */
export function takeLoss(): f64 {
  const sum = lossSum;
  lossSum = 0;
  return sum;
}

function step(example: i32, loss: i32): f64 {
  const first = entry(labelOffsets, example);
  const count = entry(labelOffsets, example + 1) - first;
  const labels = exampleLabels + (<usize>first << 2);
  if (loss != TREE && loss != NEGATIVES && loss != SOFTMAX) return stepEveryLabel(labels, count);
  const label = entry(labels, count > 1 ? randomBelow(count) : 0);
  if (loss == SOFTMAX) return stepSoftmax(label);
  return loss == TREE ? stepTree(label) : stepNegatives(label);
}

/**
 * Writes an example's probabilities to `outputs`: of the labels, or with hierarchical softmax of going to the right at
 * each inner node. Returns 0 where the example has no input row, and nothing is written.
 */
export function scoreExample(example: i32, loss: i32): i32 {
  const rows = listRows(example);
  if (rows == 0) return 0;
  gatherHidden(rows);
  if (loss == SOFTMAX) softmaxOutputs();
  else logisticOutputs(loss == TREE ? labelCount - 1 : labelCount);
  return rows;
}

/** Puts the examples from `first` to before `end` of the order into a new one (Fisher and Yates). */
export function shuffleExamples(first: i32, end: i32): void {
  for (let left = end - first; left > 1; left--) {
    const place = exampleOrder + (<usize>(first + left - 1) << 2);
    const other = exampleOrder + (<usize>(first + randomBelow(left)) << 2);
    const example = load<i32>(place);
    store<i32>(place, load<i32>(other));
    store<i32>(other, example);
  }
}

/**
 * Fills input rows with uniform numbers between -`bound` and `bound`. A value depends on seed, row and column alone, so
 * that it is the same whichever thread writes it. Memory starts as zeros: output rows and the padding stay so.
 */
export function initializeRows(first: i32, count: i32, dimension: i32, bound: f32, seed: u64): void {
  const scale = bound / 8388608.0; // 2^23: the numbers below are 24 bits, shifted to both sides of zero
  const origin = mix(seed);
  for (let row = first; row < first + count; row++) {
    const address = inputRow(row);
    const counter = origin + <u64>row * <u64>dimension;
    for (let column = 0; column < dimension; column++) {
      const bits = <i32>(mix(counter + <u64>column) >> 40) - 8388608;
      store<f32>(address + (<usize>column << 2), <f32>bits * scale);
    }
  }
}
