// Skip-gram where a word's vector is the mean of its own row and its n-grams' rows, as in fastText.
//
// The means of a sentence are gathered once, trained like words' own rows, and what changed is added to the rows they
// are made of once. fastText gathers for each pair: the same sums, later.
import { meanOfRows, rowCountOfWord, rowsOfWord, scatterChange } from "./hidden";
import { keptCount, keptId, keptRow, readSentence } from "./sentence";
import { trainSentence } from "./skipGram";
import { hiddenRows, keptRows, rowBytes } from "./state";
import { prepareTargets } from "./targets";

/** Sentences are cut here, so that no row waits for long for what its sentence taught it; memory.ts has room for these. */
const MAXIMUM_SUBWORD_SENTENCE: i32 = 128;

/** Trains whole sentences from `position` on until `budget` ids are passed or `end` is reached; returns the next position. */
export function trainSubwords(position: i32, end: i32, budget: i32, learningRate: f32): i32 {
  prepareTargets(learningRate);
  const stop = position + min(budget, end - position);
  while (position < stop) {
    position = readSentence(position, end, MAXIMUM_SUBWORD_SENTENCE);
    if (keptCount < 2) continue;
    gather();
    trainSentence();
    scatter();
  }
  return position;
}

/** The slot of a word: its mean, which training changes, and after it the same as it was. */
// @ts-ignore: decorator
@inline
function slotRow(slot: i32): usize {
  return hiddenRows + 2 * <usize>slot * rowBytes;
}

/** Writes the mean of each kept word; a word that stands there again shares its slot, so that it sees its own changes. */
function gather(): void {
  let slots = 0;
  for (let index = 0; index < keptCount; index++) {
    const wordId = keptId(index);
    let row = findEarlier(index, wordId);
    if (row == 0) {
      row = slotRow(slots);
      meanOfRows(rowsOfWord(wordId), rowCountOfWord(wordId), row);
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
function scatter(): void {
  let slots = 0;
  for (let index = 0; index < keptCount; index++) {
    const row = slotRow(slots);
    if (keptRow(index) != row) continue;
    const wordId = keptId(index);
    scatterChange(rowsOfWord(wordId), rowCountOfWord(wordId), row + rowBytes, row, 1);
    slots++;
  }
}
