// Four-lane arithmetic that all training kernels share.

/** a * b + c; one rounding where the engine has relaxed SIMD, two elsewhere. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The four sums of four vectors' lanes: [sum a, sum b, sum c, sum d]. */
// @ts-ignore: decorator
@inline
export function laneSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
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
