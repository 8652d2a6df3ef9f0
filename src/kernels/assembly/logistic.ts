// The logistic function inside the training kernels: with few operations, and to the precision that a step needs.
//
// Its constants lie in memory: as literals each costs three instructions wherever it is used, more than the arithmetic.
import { madd } from "./simd";
import { logisticConstants } from "./state";

/** Where each constant stands in the table, four times beside itself. */
const LOWEST: usize = 0;
const HIGHEST: usize = 16;
const HALF: usize = 32;
const N2: usize = 48;
const N1: usize = 64;
const N0: usize = 80;
const D2: usize = 96;
const D1: usize = 112;
const D0: usize = 128;

/** Writes the table that `sigmoid` reads. */
export function prepareLogistic(): void {
  setConstant(LOWEST, -12);
  setConstant(HIGHEST, 12);
  setConstant(HALF, 0.5);
  setConstant(N2, 27.100178);
  setConstant(N1, 8297.196);
  setConstant(N0, 289918.94);
  setConstant(D2, 1267.5206);
  setConstant(D1, 129804.56);
  setConstant(D0, 1159709.2);
}

function setConstant(at: usize, value: f32): void {
  v128.store(logisticConstants + at, f32x4.splat(value));
}

// @ts-ignore: decorator
@inline
function constant(at: usize): v128 {
  return v128.load(logisticConstants + at);
}

/**
 * The logistic function of four numbers, 1 / (1 + exp(-x)), to 1e-5.
 *
 * A rational approximation x N(x²) / D(x²) of what it is above one half, of degree 2 over 3 in x², fitted for the smallest
 * largest error on [-12, 12], 3.1e-6; further out the value at 12 serves, which is 6e-6 from the truth. word2vec.c's table
 * is wrong by up to 2.5e-3.
 */
// @ts-ignore: decorator
@inline
export function sigmoid(logits: v128): v128 {
  const x = f32x4.pmax(constant(LOWEST), f32x4.pmin(constant(HIGHEST), logits));
  const x2 = f32x4.mul(x, x);
  const n = madd(madd(constant(N2), x2, constant(N1)), x2, constant(N0));
  const d = madd(madd(f32x4.add(x2, constant(D2)), x2, constant(D1)), x2, constant(D0));
  return f32x4.add(f32x4.div(f32x4.mul(x, n), d), constant(HALF));
}
