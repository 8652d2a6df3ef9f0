/** The place of the first number that is not finite, or -1. */
export function findNotFinite(values: Float32Array): number {
  // Zero times a finite number is zero: the sums tell whether to look for the place. Four of them do not wait for each other.
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = values.length - (values.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += values[i]! * 0;
    b += values[i + 1]! * 0;
    c += values[i + 2]! * 0;
    d += values[i + 3]! * 0;
  }
  for (let i = whole; i < values.length; i++) a += values[i]! * 0;
  return a + b + c + d === 0 ? -1 : values.findIndex((value) => !Number.isFinite(value));
}
