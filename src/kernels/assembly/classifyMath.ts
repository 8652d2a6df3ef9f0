// Exponential, logarithm and logistic function of four numbers; the compiler's library would bring tables into the shared memory.
import { madd } from "./simd";

/**
 * exp of four numbers that are not above zero.
 *
 * Source: Cephes expf: exp(x) = 2^n exp(r) with |r| <= ln(2) / 2 and a polynomial of degree 6 for exp(r).
 */
// @ts-ignore: decorator
@inline
export function exponential(numbers: v128): v128 {
  const x = f32x4.max(numbers, f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = madd(p, r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(madd(f32x4.mul(r, r), p, r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/**
 * The natural logarithm of a number from 1 on.
 *
 * Source: Cephes logf: log(x) = n ln(2) + log(m) with sqrt(1/2) <= m < sqrt(2) and a polynomial of degree 9 for log(m).
 */
export function logarithm(x: f32): f32 {
  const bits = reinterpret<i32>(x);
  let n = (bits >> 23) - 126;
  let m = reinterpret<f32>((bits & 0x007fffff) | 0x3f000000);
  if (m < 0.70710678) {
    n--;
    m += m;
  }
  m -= 1;
  const square = m * m;
  let p: f32 = 7.0376836292e-2;
  p = p * m - 1.151461031e-1;
  p = p * m + 1.1676998740e-1;
  p = p * m - 1.2420140846e-1;
  p = p * m + 1.4249322787e-1;
  p = p * m - 1.6668057665e-1;
  p = p * m + 2.0000714765e-1;
  p = p * m - 2.4999993993e-1;
  p = p * m + 3.3333331174e-1;
  p = p * m * square;
  p += <f32>n * -2.12194440e-4;
  p -= 0.5 * square;
  return m + p + <f32>n * 0.693359375;
}

/**
 * The logistic function of four numbers: 1 / (1 + exp(-x)) = tanh(x / 2) / 2 + 1 / 2.
 *
 * tanh is the rational approximation of degree 13 / 6 that Eigen uses; beyond |x| = 15.8 single precision has no
 * other value than 0 or 1 to give.
 */
// @ts-ignore: decorator
@inline
export function sigmoid(logits: v128): v128 {
  let x = f32x4.mul(logits, f32x4.splat(0.5));
  x = f32x4.pmax(f32x4.pmin(x, f32x4.splat(7.9)), f32x4.splat(-7.9));
  const x2 = f32x4.mul(x, x);
  let p = f32x4.splat(-2.76076847742355e-16);
  p = madd(p, x2, f32x4.splat(2.00018790482477e-13));
  p = madd(p, x2, f32x4.splat(-8.60467152213735e-11));
  p = madd(p, x2, f32x4.splat(5.12229709037114e-8));
  p = madd(p, x2, f32x4.splat(1.48572235717979e-5));
  p = madd(p, x2, f32x4.splat(6.37261928875436e-4));
  p = madd(p, x2, f32x4.splat(4.89352455891786e-3));
  let q = f32x4.splat(1.19825839466702e-6);
  q = madd(q, x2, f32x4.splat(1.18534705686654e-4));
  q = madd(q, x2, f32x4.splat(2.2684346324391e-3));
  q = madd(q, x2, f32x4.splat(4.89352518554385e-3));
  return madd(f32x4.div(f32x4.mul(x, p), q), f32x4.splat(0.5), f32x4.splat(0.5));
}
