// Loops over the columns of rows, some rounds at a time.

/** Bytes of a row that one round of an unrolled loop takes: five vectors, as 100 dimensions are 25 of them. */
export const ROUND: usize = 80;

/**
 * How many vectors of a row are skipped, as types: offsetof<Two>() is 32 at compile time, where a parameter of an inlined
 * function is not, and only a constant becomes the immediate offset of a load.
 */
@unmanaged
export class None {}
@unmanaged
export class One {
  vector0: v128;
}
@unmanaged
export class Two extends One {
  vector1: v128;
}
@unmanaged
export class Three extends Two {
  vector2: v128;
}
@unmanaged
export class Four extends Three {
  vector3: v128;
}
