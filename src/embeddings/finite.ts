/** The place of the first number that is not finite, or -1. */
export function findNotFinite(values: Float32Array): number {
  // Zero times a finite number is zero: one sum tells whether to look for the place.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) * 0;
  return sum === 0 ? -1 : values.findIndex((value) => !Number.isFinite(value));
}
