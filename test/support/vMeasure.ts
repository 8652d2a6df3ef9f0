/**
 * How well a grouping agrees with the true one, 0 to 1: the harmonic mean of homogeneity and completeness.
 *
 * Source: Rosenberg and Hirschberg 2007.
 */
export function vMeasure(truth: ArrayLike<number>, found: ArrayLike<number>): number {
  const n = truth.length;
  const joint = new Map<string, number>();
  const ofTruth = new Map<number, number>();
  const ofFound = new Map<number, number>();
  for (let index = 0; index < n; index++) {
    const [a = 0, b = 0] = [truth[index], found[index]];
    joint.set(`${a} ${b}`, (joint.get(`${a} ${b}`) ?? 0) + 1);
    ofTruth.set(a, (ofTruth.get(a) ?? 0) + 1);
    ofFound.set(b, (ofFound.get(b) ?? 0) + 1);
  }
  const entropy = (counts: ReadonlyMap<unknown, number>) =>
    [...counts.values()].reduce((sum, count) => sum - (count / n) * Math.log(count / n), 0);
  const [hTruth, hFound, hJoint] = [entropy(ofTruth), entropy(ofFound), entropy(joint)];
  const homogeneity = hTruth === 0 ? 1 : 1 - (hJoint - hFound) / hTruth;
  const completeness = hFound === 0 ? 1 : 1 - (hJoint - hTruth) / hFound;
  const sum = homogeneity + completeness;
  return sum === 0 ? 0 : (2 * homogeneity * completeness) / sum;
}
