// Words made of n-grams, as in fastText: a word's vector is the mean of its own row and its n-grams' rows.
//
// The means of a sentence are gathered once, trained like words' own rows, and what changed is added to the rows they
// are made of once. fastText gathers for each pair: the same sums, later.
import { listParts, meanOfRows, scatterChange } from "./hidden";
import { keptCount, keptId, keptRow } from "./sentence";
import { keptRows, partRows, rowBytes, slotRows } from "./state";

/** The slot of a word: its mean, which training changes, and after it the same as it was. */
// @ts-ignore: decorator
@inline
function slotRow(slot: i32): usize {
  return slotRows + 2 * <usize>slot * rowBytes;
}

/** Writes the mean of each kept word; a word that stands there again shares its slot, so that it sees its own changes. */
export function gatherMeans(): void {
  let slots = 0;
  for (let index = 0; index < keptCount; index++) {
    const wordId = keptId(index);
    let row = findEarlier(index, wordId);
    if (row == 0) {
      row = slotRow(slots);
      meanOfRows(partRows, listParts(wordId), row);
      memory.copy(row + rowBytes, row, rowBytes);
      slots++;
    }
    store<u32>(keptRows + (<usize>index << 2), <u32>row);
  }
}

function findEarlier(index: i32, wordId: i32): usize {
  for (let earlier = 0; earlier < index; earlier++)
    if (keptId(earlier) == wordId) return keptRow(earlier);
  return 0;
}

/** Adds what each word's mean gained to all rows it is made of. fastText, too, gives each the whole gradient. */
export function scatterChanges(): void {
  let slots = 0;
  for (let index = 0; index < keptCount; index++) {
    const row = slotRow(slots);
    if (keptRow(index) != row) continue;
    scatterChange(partRows, listParts(keptId(index)), row + rowBytes, row, 1);
    slots++;
  }
}
