import { describe, expect, it } from "vitest";
import { ByteReader, ByteWriter } from "../../../src/occurrences/bytes.ts";
import {
  NO_NEXT,
  PlaceCursor,
  PlaceEncoder,
  PlaceList,
  shapeOf,
} from "../../../src/occurrences/places.ts";
import { seededRandom } from "../../support/seededRandom.ts";

type Place = readonly [start: number, end: number, next: number];

const WORD = "river";
const shape = shapeOf(WORD);

function encode(places: readonly Place[]): Uint8Array {
  const writer = new ByteWriter();
  const encoder = new PlaceEncoder(writer);
  encoder.begin(shape);
  for (const place of places) encoder.add(...place);
  return writer.view().slice();
}

/** Places as text has them: mostly one blank behind the word, sometimes other signs, another form, or no word at all. */
function somePlaces(count: number, longestDistance: number, seed: number): Place[] {
  const random = seededRandom(seed);
  let start = 0;
  return Array.from({ length: count }, () => {
    start += Math.floor(random() * longestDistance);
    const end = start + WORD.length + (random() < 0.1 ? 3 : 0);
    const next = random() < 0.05 ? NO_NEXT : random() < 0.2 ? end + 40 : end + 1;
    return [start, end, next] as const;
  });
}

function listed({ starts, ends, nexts, length }: PlaceList): Place[] {
  return Array.from({ length }, (_, place) => [starts[place]!, ends[place]!, nexts[place]!]);
}

describe("a list of places", () => {
  it.each([
    ["near each other", 20],
    ["far from each other", 100_000],
    ["farther than most files are long", 200_000_000],
  ])("gives those %s as one cursor after the other does", (_, longestDistance) => {
    const places = somePlaces(longestDistance > 1e6 ? 8 : 500, longestDistance, 7);
    const bytes = encode(places);
    const list = new PlaceList();
    list.fill(bytes, places.length, shape);
    expect(listed(list)).toEqual(places);
    const cursor = new PlaceCursor(new ByteReader(bytes), shape);
    for (const place of places) {
      cursor.advance();
      expect([cursor.start, cursor.end, cursor.next]).toEqual(place);
    }
    list.fill(bytes, 3, shape);
    expect(listed(list)).toEqual(places.slice(0, 3));
  });

  it("refuses bytes that are cut off, and places behind the end of any file", () => {
    const places = somePlaces(100, 5000, 3);
    const bytes = encode(places);
    const list = new PlaceList();
    for (const length of [0, 1, 50, bytes.length - 1])
      expect(() => list.fill(bytes.subarray(0, length), 100, shape)).toThrow(/cut off/);
    const far = encode([[2 ** 30 + 1, 2 ** 30 + 6, NO_NEXT]]);
    expect(() => list.fill(far, 1, shape)).toThrow(/beyond its file/);
    list.fill(bytes, 100, shape);
    expect(listed(list)).toEqual(places);
  });

  it("goes on with another word where that stands next, also where parts of a name lead back", () => {
    const [first, second] = [new PlaceList(), new PlaceList()];
    const before: Place[] = [
      [0, 5, 40],
      [10, 15, 16],
      [20, 25, NO_NEXT],
      [50, 55, 16],
    ];
    first.fill(encode(before), before.length, shape);
    const words: Place[] = [
      [16, 21, 22],
      [40, 45, NO_NEXT],
      [60, 65, 66],
    ];
    second.fill(encode(words), words.length, shape);
    first.continueWith(second);
    expect(listed(first)).toEqual([
      [10, 21, 22],
      [50, 21, 22],
      [0, 45, NO_NEXT],
    ]);
  });
});
