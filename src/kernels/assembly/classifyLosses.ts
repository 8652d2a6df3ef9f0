// One step of gradient descent for each loss, from the hidden vector to output rows and `hiddenChange`.
import { fourDots, updateFour } from "./classifyHidden";
import { exponential, logarithm, sigmoid } from "./classifyMath";
import {
  aliasTable,
  entry,
  hiddenChange,
  labelCount,
  negativeCount,
  outputRow,
  outputs,
  pathNodes,
  pathOffsets,
  rowBytes,
  targetBlock,
  zeroRow,
} from "./classifyState";
import { nextRandom, randomBelow } from "./random";

/** Layout of `targetBlock`, in bytes: four addresses, then these, four f32 each. */
const LABELS: usize = 16;
const SWITCHES: usize = 32;
const GRADIENTS: usize = 48;

/** How often a negative is drawn again because it is the true label, before its neighbor is taken. */
const MAXIMUM_REDRAWS: i32 = 16;

/** Output rows that wait in `targetBlock`. */
let waiting: i32 = 0;
let learningRate: f32 = 0;
let loss: f64 = 0;

/** Begins a step. */
export function beginStep(rate: f32): void {
  learningRate = rate;
  loss = 0;
  memory.fill(hiddenChange, 0, rowBytes);
}

/** -log softmax(logits)[label]; returns the loss. */
export function stepSoftmax(label: i32): f64 {
  computeLogits(labelCount);
  const largest = largestOutput();
  const own = load<f32>(outputs + (<usize>label << 2));
  const sum = exponentiate(largest);
  const factor = f32x4.splat(-learningRate / sum);
  for (let at: usize = 0; at < <usize>labelCount << 2; at += 16)
    v128.store(outputs + at, f32x4.mul(v128.load(outputs + at, 0, 4), factor), 0, 4);
  const ownGradient = outputs + (<usize>label << 2);
  store<f32>(ownGradient, load<f32>(ownGradient) + learningRate);
  for (let row = 0; row < labelCount; row += 4)
    updateFour(
      rowOrZeros(row),
      rowOrZeros(row + 1),
      rowOrZeros(row + 2),
      rowOrZeros(row + 3),
      outputs + (<usize>row << 2),
    );
  return <f64>(largest - own) + <f64>logarithm(sum);
}

/** The sum of binary losses at the nodes between the label and the tree's root. */
export function stepTree(label: i32): f64 {
  const end = entry(pathOffsets, label + 1);
  for (let at = entry(pathOffsets, label); at < end; at++) {
    const node = entry(pathNodes, at);
    addTarget(outputRow(node >> 1), <f32>(node & 1));
  }
  trainTargets();
  return loss;
}

/** The binary losses of the label and of some that are drawn. */
export function stepNegatives(label: i32): f64 {
  addTarget(outputRow(label), 1);
  for (let left = negativeCount; left > 0; left--) addOnce(outputRow(drawNegative(label)));
  trainTargets();
  return loss;
}

/** The binary losses of all labels; those listed as i32 at `labels` are true. */
export function stepEveryLabel(labels: usize, count: i32): f64 {
  memory.fill(outputs, 0, <usize>labelCount << 2);
  for (let index = 0; index < count; index++)
    store<f32>(outputs + (<usize>entry(labels, index) << 2), 1);
  for (let row = 0; row < labelCount; row++)
    addTarget(outputRow(row), load<f32>(outputs + (<usize>row << 2)));
  trainTargets();
  return loss;
}

/** Writes the probabilities of the labels by softmax to `outputs`. */
export function softmaxOutputs(): void {
  computeLogits(labelCount);
  const factor = f32x4.splat(1 / exponentiate(largestOutput()));
  for (let at: usize = 0; at < <usize>labelCount << 2; at += 16)
    v128.store(outputs + at, f32x4.mul(v128.load(outputs + at, 0, 4), factor), 0, 4);
}

/** Writes the logistic function of the first `count` rows' logits to `outputs`. */
export function logisticOutputs(count: i32): void {
  computeLogits(count);
  for (let at: usize = 0; at < <usize>count << 2; at += 16)
    v128.store(outputs + at, sigmoid(v128.load(outputs + at, 0, 4)), 0, 4);
}

// @ts-ignore: decorator
@inline
function rowOrZeros(row: i32): usize {
  return row < labelCount ? outputRow(row) : zeroRow;
}

function computeLogits(count: i32): void {
  for (let row = 0; row < count; row += 4) {
    const logits = fourDots(
      rowOrZeros(row),
      rowOrZeros(row + 1),
      rowOrZeros(row + 2),
      rowOrZeros(row + 3),
    );
    v128.store(outputs + (<usize>row << 2), logits, 0, 4);
  }
}

function largestOutput(): f32 {
  let largest = load<f32>(outputs);
  for (let label = 1; label < labelCount; label++)
    largest = max(largest, load<f32>(outputs + (<usize>label << 2)));
  return largest;
}

/** exp(output - largest) in place of each output, zero past the last label; returns the sum. */
function exponentiate(largest: f32): f32 {
  const shift = f32x4.splat(largest);
  for (let at: usize = 0; at < <usize>labelCount << 2; at += 16)
    v128.store(outputs + at, exponential(f32x4.sub(v128.load(outputs + at, 0, 4), shift)), 0, 4);
  let sum: f64 = 0;
  for (let label = 0; label < labelCount; label++)
    sum += <f64>load<f32>(outputs + (<usize>label << 2));
  for (let label = labelCount; label < ((labelCount + 3) & ~3); label++)
    store<f32>(outputs + (<usize>label << 2), 0);
  return <f32>sum;
}

/** Lets a row of negatives wait, after those before it have learned if it is one of them. */
function addOnce(row: usize): void {
  for (let slot = 0; slot < waiting; slot++)
    if (<usize>load<u32>(targetBlock + (<usize>slot << 2)) == row) {
      trainTargets();
      break;
    }
  addTarget(row, 0);
}

function addTarget(row: usize, label: f32): void {
  const slot = targetBlock + (<usize>waiting << 2);
  store<u32>(slot, <u32>row);
  store<f32>(slot + LABELS, label);
  store<f32>(slot + SWITCHES, 1);
  waiting++;
  if (waiting == 4) trainTargets();
}

/** Trains the waiting rows, with rows of zeros in the slots that stay over. */
function trainTargets(): void {
  if (waiting == 0) return;
  for (; waiting < 4; waiting++) {
    const slot = targetBlock + (<usize>waiting << 2);
    store<u32>(slot, <u32>zeroRow);
    store<f32>(slot + LABELS, 0);
    store<f32>(slot + SWITCHES, 0);
  }
  waiting = 0;
  const row0 = <usize>load<u32>(targetBlock);
  const row1 = <usize>load<u32>(targetBlock, 4);
  const row2 = <usize>load<u32>(targetBlock, 8);
  const row3 = <usize>load<u32>(targetBlock, 12);
  const labels = v128.load(targetBlock + LABELS, 0, 4);
  const switches = v128.load(targetBlock + SWITCHES, 0, 4);
  const logits = fourDots(row0, row1, row2, row3);
  addLosses(logits, labels, switches);
  const rates = f32x4.mul(switches, f32x4.splat(learningRate));
  const gradients = targetBlock + GRADIENTS;
  v128.store(gradients, f32x4.mul(rates, f32x4.sub(labels, sigmoid(logits))), 0, 4);
  updateFour(row0, row1, row2, row3, gradients);
}

/** -log sigmoid(x) = log(1 + exp(-x)), and for x the logit of a true label, minus that of a false one. */
// @ts-ignore: decorator
@inline
function addLosses(logits: v128, labels: v128, switches: v128): void {
  const one = f32x4.splat(1);
  const wrongness = f32x4.mul(f32x4.sub(one, f32x4.add(labels, labels)), logits);
  const linear = f32x4.mul(switches, f32x4.max(wrongness, f32x4.splat(0)));
  const rests = f32x4.mul(switches, exponential(f32x4.neg(f32x4.abs(wrongness))));
  // log(1 + a) + log(1 + b) + … is one logarithm of a product of at most 16.
  const factors = f32x4.add(one, rests);
  const product =
    f32x4.extract_lane(factors, 0) *
    f32x4.extract_lane(factors, 1) *
    f32x4.extract_lane(factors, 2) *
    f32x4.extract_lane(factors, 3);
  loss +=
    <f64>f32x4.extract_lane(linear, 0) +
    <f64>f32x4.extract_lane(linear, 1) +
    <f64>f32x4.extract_lane(linear, 2) +
    <f64>f32x4.extract_lane(linear, 3) +
    <f64>logarithm(product);
}

/** Draws from the noise distribution in constant time (Walker's alias method). */
function drawNoise(): i32 {
  const random = nextRandom();
  const own = <i32>(((random >> 32) * <u64>(<u32>labelCount)) >> 32);
  const place = aliasTable + (<usize>own << 3);
  return select<i32>(own, load<i32>(place, 4), <u32>random < load<u32>(place));
}

function drawNegative(trueLabel: i32): i32 {
  for (let attempt = 0; attempt <= MAXIMUM_REDRAWS; attempt++) {
    const label = drawNoise();
    if (label != trueLabel) return label;
  }
  return (trueLabel + 1 + randomBelow(labelCount - 1)) % labelCount;
}
