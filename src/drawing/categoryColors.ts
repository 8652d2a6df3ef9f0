/** The colors of categories, which the page and files of maps have in common; what has none of them is grey. */

// Found by search: the least distance of any two colors, for every kind of sight.
export const DARK_CATEGORY_COLORS: readonly string[] =
  "#27a8c6 #507be6 #d0b0ff #d0748f #a3783a #facf3f #abab0f #0cdfa0".split(" ");
export const LIGHT_CATEGORY_COLORS: readonly string[] =
  "#167198 #5135ae #8262e6 #8c105d #a55c1b #514e0c #a8921e #22a480".split(" ");
