// The build for registers of eight numbers: two vectors that lie side by side are written as a pair, which V8 makes one
// instruction of where it is told to (wideKernels.node.ts). Elsewhere it is right, and slow.

/** How many numbers of a row the loops of a step take at once. */
// @ts-ignore: decorator
@global
const COLUMNS: i32 = 8;
