// Where words stand, for whoever asks for it: in UTF-16 units of their document.

/** Whether places are told; then ends of sentences are not. */
export let tellsPlaces: bool = false;

/** The document's units up to an address of the text at hand. */
let units: u32 = 0;
let counted: usize = 0;

/** Has the places of all words be told. */
export function tellPlaces(): void {
  tellsPlaces = true;
}

/** Tells where the text at hand begins: where the one before ended, or with its document. */
export function beginPlaces(text: usize): void {
  counted = text;
}

/** Tells where the text at hand ends; the document goes on in the next. */
export function endPlaces(end: usize): void {
  if (tellsPlaces) unitsTo(end);
}

/** Ends a document. */
export function endDocumentPlaces(): void {
  units = 0;
}

/** The place of a word as one number, its beginning in the lower half; 0 where nobody asks. Words come in their order. */
// @ts-ignore: decorator
@inline
export function placeOf(start: usize, end: usize): u64 {
  if (!tellsPlaces) return 0;
  const first = unitsTo(start);
  return pairOf(first, unitsTo(end));
}

// @ts-ignore: decorator
@inline
export function pairOf(start: u32, end: u32): u64 {
  return <u64>start | (<u64>end << 32);
}

/** The document's units up to an address, which is not before that of the last call. */
export function unitsTo(address: usize): u32 {
  while (counted < address) {
    const bytes = v128.load(counted);
    // Bytes that begin a character, and once more those that begin one of four bytes.
    const firsts = <u32>i8x16.bitmask(i8x16.gt_s(bytes, i8x16.splat(-65)));
    const longs = <u32>i8x16.bitmask(i8x16.ge_u(bytes, i8x16.splat(-16)));
    const length = min(address - counted, 16);
    const mask: u32 = (1 << <u32>length) - 1;
    units += popcnt(firsts & mask) + popcnt(longs & mask);
    counted += length;
  }
  return units;
}
