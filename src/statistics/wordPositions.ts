// Where each word stands in a stream of word ids.

import { WordfieldError } from "../errors.ts";

/**
 * The places of words: word w stands at the positions from `starts[w]` to before `starts[w + 1]`, rising.
 *
 * Shapes: `starts` [words + 1]; `positions` [tokens].
 */
export interface WordPositions {
  readonly starts: Uint32Array;
  readonly positions: Uint32Array;
}

/**
 * Lists the positions of every word, in linear time.
 *
 * Errors: `out-of-memory` where the list, four bytes a token, has no room.
 */
export function listWordPositions(ids: Int32Array, vocabularySize: number): WordPositions {
  const starts = new Uint32Array(vocabularySize + 1);
  for (let position = 0; position < ids.length; position++) {
    const id = ids[position]!;
    if (id >= 0) starts[id + 1]!++;
  }
  for (let word = 0; word < vocabularySize; word++) starts[word + 1]! += starts[word]!;
  const positions = allocateFor("the places of its words", starts[vocabularySize]!, Uint32Array);
  const next = starts.slice(0, vocabularySize);
  for (let position = 0; position < ids.length; position++) {
    const id = ids[position]!;
    if (id >= 0) positions[next[id]!++] = position;
  }
  return { starts, positions };
}

/**
 * Takes memory whose size depends on the text.
 *
 * Errors: `out-of-memory`, saying what it was for.
 */
export function allocateFor<A>(
  purpose: string,
  length: number,
  type: { new (length: number): A; readonly BYTES_PER_ELEMENT: number },
): A {
  // The engine answers with a RangeError; the user needs to know what to do.
  try {
    return new type(length);
  } catch (cause) {
    const gigabytes = ((length * type.BYTES_PER_ELEMENT) / 2 ** 30).toFixed(1);
    throw new WordfieldError(
      "out-of-memory",
      `There is no memory for ${purpose} (${gigabytes} GB). Choose fewer files, or close other programs.`,
      { cause },
    );
  }
}
