// The builds for registers of four numbers.

/** How many numbers of a row the loops of a step take at once. */
// @ts-ignore: decorator
@global
const COLUMNS: i32 = 4;
