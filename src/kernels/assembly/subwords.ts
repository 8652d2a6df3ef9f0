// Words made of n-grams, as in fastText: a word's vector is the mean of its own row and its n-grams' rows.
//
// The means of a block of sentences are gathered once, trained like words' own rows, and what changed is added to the rows
// they are made of once. fastText gathers for each pair: the same sums, later.
import { listParts, scatterChange, writeMean } from "./hidden";
import { keptCount, keptId } from "./sentence";
import { keptRows, partRows, rowBytes, slotRows, slotTable } from "./state";

/** Entries of the hash table, twice as many as a block has words: slots plus one; 0 for an entry that is free. */
const TABLE_BITS: u32 = 9;
const TABLE_BYTES: usize = 4 << TABLE_BITS;

let slotCount: i32 = 0;

/** The slot of a word: its mean, which training changes, and after it the same as it was. */
// @ts-ignore: decorator
@inline
function slotRow(slot: i32): usize {
  return slotRows + 2 * <usize>slot * rowBytes;
}

/** Where the id of a slot's word is: behind the hash table. */
// @ts-ignore: decorator
@inline
function slotId(slot: i32): usize {
  return slotTable + TABLE_BYTES + (<usize>slot << 2);
}

/** Writes the mean of each kept word; a word that stands there again shares its slot, so that it sees its own changes. */
export function gatherMeans(): void {
  slotCount = 0;
  memory.fill(slotTable, 0, TABLE_BYTES);
  for (let index = 0; index < keptCount; index++)
    store<u32>(keptRows + (<usize>index << 2), <u32>slotRow(slotOf(keptId(index))));
}

/** Finds the slot of a word, or makes one. */
function slotOf(wordId: i32): i32 {
  let at = (<u32>wordId * 2654435769) >> (32 - TABLE_BITS);
  for (;;) {
    const entry = slotTable + (<usize>at << 2);
    const slot = load<i32>(entry) - 1;
    if (slot < 0) {
      store<i32>(entry, slotCount + 1);
      break;
    }
    if (load<i32>(slotId(slot)) == wordId) return slot;
    at = (at + 1) & ((1 << TABLE_BITS) - 1);
  }
  store<i32>(slotId(slotCount), wordId);
  const row = slotRow(slotCount);
  writeMean(partRows, listParts(wordId), row, row + rowBytes);
  return slotCount++;
}

/** Adds what each word's mean gained to all rows it is made of. fastText, too, gives each the whole gradient. */
export function scatterChanges(): void {
  for (let slot = 0; slot < slotCount; slot++) {
    const row = slotRow(slot);
    scatterChange(partRows, listParts(load<i32>(slotId(slot))), row + rowBytes, row, 1);
  }
}
