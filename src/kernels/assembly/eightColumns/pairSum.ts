/** The sum of both vectors of a pair among those stored at `pairs`. */
// @ts-ignore: decorator
@inline
export function pairSum(pairs: usize, index: i32): v128 {
  const pair = pairs + (<usize>index << 5);
  return f32x4.add(v128.load(pair, 0), v128.load(pair, 16));
}
