// What the `words` tokenizer is told; src/corpus/tokenizerOptions.ts says what it means.
import { addShort } from "./wordTable";

const RIGHT_QUOTE: u32 = 0x2019;
const HYPHEN: u32 = 0x2010;
const NON_BREAKING_HYPHEN: u32 = 0x2011;

/** What makes an ASCII capital small; 0 where letters are kept. */
export let caseBit: i8 = 0x20;
/** Whether a sigma at the end of a word is to be written so. */
export let foldsFully: bool = true;
export let dropsOrFoldsNumbers: bool = false;
let foldsNumbers: bool = false;
/** ASCII characters that join what stands on both sides; an apostrophe where there are no others. */
export let firstJoin: i8 = 0x27;
export let secondJoin: i8 = 0x27;
/** Whether addresses are known. */
export let findsAddresses: bool = false;

/** Letter case: 0 folds, 1 lowers, 2 keeps. Numbers: 0 keeps, 1 folds, 2 drops. */
export function configure(
  letterCase: i32,
  numbers: i32,
  joinsAtHyphens: bool,
  joinsAtUnderscores: bool,
  addresses: bool,
): void {
  caseBit = letterCase == 2 ? 0 : 0x20;
  foldsFully = letterCase == 0;
  dropsOrFoldsNumbers = numbers != 0;
  foldsNumbers = numbers == 1;
  firstJoin = joinsAtHyphens ? 0x2d : 0x27;
  secondJoin = joinsAtUnderscores ? 0x5f : 0x27;
  findsAddresses = addresses;
}

/** The form of a character that joins the letters around it to one word; 0 for others. */
// @ts-ignore: decorator
@inline
export function joinOf(character: u32): u32 {
  if (character == 0x27 || character == RIGHT_QUOTE) return 0x27;
  if (character == <u32>firstJoin || character == <u32>secondJoin) return character;
  if (firstJoin == 0x2d && (character == HYPHEN || character == NON_BREAKING_HYPHEN)) return 0x2d;
  return 0;
}

/** Adds a number, where numbers are not kept as they are. */
export function addNumber(place: u64): void {
  if (foldsNumbers) addShort(i8x16(0x30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 1, place);
}
